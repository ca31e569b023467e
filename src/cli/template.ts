import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { TemplateCheck } from '../../templates/email/own/check-template.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine, fileProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print, readAll } from './terminal.ts';

/** Far more than a template may have: the check says how much that is. */
const mostBytes = 1_000_000;

async function readTemplateFile(file: string, { terminal }: CliSetting): Promise<string> {
  try {
    const bytes = await readAll(file === '-' ? terminal.input : createReadStream(file), mostBytes);
    if (bytes) return new TextDecoder().decode(bytes);
  } catch (error) {
    throw fileProblem(file, error);
  }
  throw new CliProblem(`${file}: the file has more than 1 MB; a template may have 60,000 characters`);
}

/** `12: reason`, what is wrong before what is worth a look. */
const linesOf = ({ errors, warnings }: TemplateCheck): readonly string[] => [
  ...errors.map(({ line, message }) => `${line}: ${message}`),
  ...warnings.map(({ line, message }) => `${line}: worth a look: ${message}`),
];

/** Ends with 1 and a count, when the lines are out. */
function refuse(file: string, { errors }: TemplateCheck): void {
  if (errors.length === 0) return;
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`;
  throw new CliProblem(`${file}: ${count}; it cannot be used`, 1);
}

function addCheck(parent: Command, setting: CliSetting): void {
  parent
    .command('check')
    .description('say line by line what is wrong with a template; nothing is kept')
    .argument('<file>', 'MJML; - reads standard input')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { json?: boolean }) => {
      const { checkTemplate } = await import('../../templates/email/own/check-template.ts');
      const found = await checkTemplate(await readTemplateFile(file, setting), setting.publicUrl);
      const lines = linesOf(found);
      await print(setting.terminal, options, found, lines.length > 0 ? lines : ['Everything is in order.']);
      refuse(file, found);
    });
}

type Upload = { note: string; use?: boolean; json?: boolean };

function addUpload(parent: Command, setting: CliSetting): void {
  parent
    .command('upload')
    .description('keep a template as the next version of a newsletter’s own')
    .argument('<newsletter>', 'its address part')
    .argument('<file>', 'MJML; - reads standard input')
    .option('--note <words>', 'what is new in it', '')
    .option('--use', 'put it in force at once')
    .option('--json', 'print one JSON object')
    .action(async (slug: string, file: string, options: Upload) => {
      const { putInForce, saveMailTemplate, templateActs } = await import('../newsletters/mail-templates.ts');
      const source = await readTemplateFile(file, setting);
      const outcome = await setting.withInstall(async ({ db, publicUrl }) => {
        const newsletter = await findNewsletter(db, { slug });
        if (!newsletter) throw new CliProblem(`There is no newsletter ${slug}`);
        const record = (action: string, details = {}) =>
          recordAct(db, { actor: commandLine, action, object: `newsletter ${slug}`, details });
        const saved = await saveMailTemplate(db, publicUrl, {
          newsletterId: newsletter.id,
          source,
          note: options.note,
          savedBy: commandLine,
        });
        if (saved.kind === 'refused') return saved;
        if (saved.isNew)
          await record(templateActs.kept(saved.version), options.note === '' ? {} : { note: options.note });
        const isInForce = options.use === true || newsletter.templateVersion === saved.version;
        if (options.use && (await putInForce(db, newsletter.id, saved.version)).kind === 'done')
          await record(templateActs.putInForce(saved.version));
        return { ...saved, isInForce };
      });
      if (outcome.kind === 'refused') {
        await print(setting.terminal, options, outcome, linesOf(outcome));
        return refuse(file, outcome);
      }
      const { version, isNew, isInForce, warnings } = outcome;
      const url = `${setting.publicUrl}/admin/newsletters/${slug}/template/${version}`;
      return print(setting.terminal, options, { version, isNew, isInForce, warnings, url }, [
        ...linesOf({ errors: [], warnings }),
        `version ${version}${isNew ? '' : '  (was there already)'}${isInForce ? '  in force' : ''}  ${url}`,
      ]);
    });
}

/** `template check|upload`: the frame of a newsletter's editions, as a file. */
export function addTemplate(parent: Command, setting: CliSetting): void {
  addCheck(parent, setting);
  addUpload(parent, setting);
}
