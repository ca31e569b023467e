import path from 'node:path';
import type { Command } from 'commander';
import { inboxFile } from '../delivery/built-in-inbox.ts';
import { randomId } from '../platform/random-tokens.ts';
import { createApiKey, findApiKey, revokeApiKey } from '../staff/api-keys.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { chooseNewsletter, createApi, sendTwoStories } from './demo/edition.ts';
import { type DemoReader, becomeReader } from './demo/reader.ts';
import { findMail, until } from './demo/site.ts';
import { print } from './terminal.ts';

/** Addresses nobody has had before, so that the demo can be played again and again. */
function freshReaders(): readonly DemoReader[] {
  const mark = randomId().slice(0, 6);
  const reader = (name: string, confirmsBy: DemoReader['confirmsBy']): DemoReader => ({
    name,
    email: `${name.toLowerCase()}-${mark}@example.test`,
    confirmsBy,
  });
  return [reader('Nell', 'link'), reader('Omar', 'link'), reader('Pia', 'code')];
}

/** A key for as long as the act lasts. */
async function withKey<Result>(
  { withInstall }: CliSetting,
  act: (key: string) => Promise<Result>,
): Promise<Result> {
  const { key } = await withInstall(async ({ db }) => {
    const scopes = [
      'newsletters:read',
      'articles:read',
      'editions:read',
      'editions:write',
      'editions:send',
    ] as const;
    await recordAct(db, { actor: commandLine, action: 'made the key Demo', details: { scopes } });
    return createApiKey(db, { name: 'Demo', scopes });
  });
  try {
    return await act(key);
  } finally {
    await withInstall(async ({ db }) => {
      const made = await findApiKey(db, key);
      if (made && (await revokeApiKey(db, made.publicId)))
        await recordAct(db, { actor: commandLine, action: 'ended the key Demo' });
    });
  }
}

type Arrived = { readonly email: string; readonly subject: string; readonly file: string };

/** The way of a reader: sign-up, confirmation, digest. Each step is told as it happens. */
async function play(
  setting: CliSetting,
  key: string,
  tell: (line: string) => void,
): Promise<readonly Arrived[]> {
  const { publicUrl, dataDir } = setting;
  const api = createApi(publicUrl, key);
  const newsletter = await chooseNewsletter(api);
  const readers = freshReaders();
  tell(`\nThree readers ask for ${newsletter.name} at ${publicUrl}/signup`);
  await Promise.all(
    readers.map(async (reader) => tell(`  ${await becomeReader(publicUrl, newsletter.slug, reader)}`)),
  );

  tell('\nThe newsroom sends an edition');
  const { subject, stories, audience } = await sendTwoStories(api, newsletter.slug);
  tell(`  “${subject}”, ${stories} stories, to ${audience} readers`);

  tell('\nThe digests arrive');
  return Promise.all(
    readers.map(async ({ email }) => {
      const mail = await until(`The digest for ${email}`, () =>
        findMail(publicUrl, email, (found) => found === subject),
      );
      const file = path.relative(process.cwd(), inboxFile(dataDir, mail.id) ?? '');
      tell(`  ${email}  ${file}`);
      return { email, subject, file };
    }),
  );
}

/** `demo`: plays the main job against the product that runs here, or one started for it. */
export function addDemo(parent: Command, setting: CliSetting): void {
  parent
    .command('demo')
    .description('three readers sign up, an edition is sent, the digests arrive')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const { terminal, publicUrl } = setting;
      const tell = (line: string) => {
        if (!options.json) void terminal.out(`${line}\n`);
      };
      const beganAt = Date.now();
      const product = await setting.reachProduct();
      try {
        tell(`Doorstep ${product.isOurs ? 'was started for this demo' : 'runs'} at ${publicUrl}`);
        await until('The built-in inbox', async () => {
          const { status } = await fetch(`${publicUrl}/dev/inbox.json?limit=1`);
          if (status === 404) {
            throw new CliProblem(
              'The demo wants the built-in inbox: leave SMTP_URL empty, outside production',
              1,
            );
          }
          return status === 200 ? true : null;
        });
        const arrived = await withKey(setting, (key) => play(setting, key, tell));
        const seconds = Math.round((Date.now() - beganAt) / 1000);
        await print(terminal, options, { arrived }, [
          `\nAll ${arrived.length} arrived. It took ${seconds} seconds.${product.isOurs ? '' : ` See ${publicUrl}/dev/inbox`}`,
        ]);
      } finally {
        await product.letGo();
      }
    });
}
