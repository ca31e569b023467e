import type { Command } from 'commander';
import { addDkimKey, listDkimKeys, retireDkimKey } from '../delivery/dkim-keys.ts';
import { domainOf } from '../delivery/mail-sender.ts';
import { readPublication } from '../newsletters/publication.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

/** A label of a host name (RFC 6376 section 3.1): what stands before `._domainkey`. */
const selectorShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function checkSelector(selector: string): string {
  if (selectorShape.test(selector)) return selector;
  throw new CliProblem('the selector wants small letters, digits and hyphens, such as doorstep-2026');
}

const algorithms = { rsa: 'rsa-sha256', ed25519: 'ed25519-sha256' } as const;

/** `dkim add|retire|list`: the keys that sign the newsroom's mail. */
export function addDkim(parent: Command, { withInstall, terminal }: CliSetting): void {
  parent
    .command('add <selector>')
    .description('make a signing key and print the DNS record to publish')
    .option('--ed25519', 'a second signature of a newer kind, beside an RSA one')
    .option('--json', 'print one JSON object')
    .action(async (text: string, options: { ed25519?: boolean; json?: boolean }) => {
      const selector = checkSelector(text);
      const algorithm = algorithms[options.ed25519 ? 'ed25519' : 'rsa'];
      const added = await withInstall(async ({ db, keys }) => {
        const domain = domainOf((await readPublication(db)).senderAddress);
        return db.transaction().execute(async (tx) => {
          const outcome = await addDkimKey(tx, keys, { domain, selector, algorithm });
          if (outcome.kind === 'selector-taken')
            throw new CliProblem(`${domain} has a key ${selector} already; take another name`);
          await recordAct(tx, {
            actor: commandLine,
            action: `made the signing key ${selector}`,
            details: { domain, algorithm },
          });
          return { name: `${outcome.record.name}.${domain}`, type: 'TXT', text: outcome.record.text };
        });
      });
      await print(terminal, options, added, [added.name, added.text]);
    });

  parent
    .command('retire <selector>')
    .description('sign new mail with it no more; keep its record published for a week')
    .option('--json', 'print one JSON object')
    .action(async (text: string, options: { json?: boolean }) => {
      const selector = checkSelector(text);
      await withInstall(async ({ db }) => {
        const domain = domainOf((await readPublication(db)).senderAddress);
        await db.transaction().execute(async (tx) => {
          if (!(await retireDkimKey(tx, domain, selector)))
            throw new CliProblem(`${domain} has no key ${selector} in use`);
          await recordAct(tx, {
            actor: commandLine,
            action: `retired the signing key ${selector}`,
            details: { domain },
          });
        });
      });
      await print(terminal, options, { retired: selector }, [`${selector} signs no new mail.`]);
    });

  parent
    .command('list')
    .description('the keys, with those that are retired')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const keys = await withInstall(({ db }) => listDkimKeys(db));
      const lines = keys.map(
        (key) => `${key.selector}  ${key.domain}  ${key.algorithm}${key.retiredAt ? '  retired' : ''}`,
      );
      await print(
        terminal,
        options,
        { keys },
        lines.length > 0 ? lines : ['There is no key; mail is not signed here.'],
      );
    });
}
