import type { Command } from 'commander';
import { subscribersCsv } from '../audience/subscribers-csv.ts';
import { listSubscribers } from '../audience/subscribers.ts';
import type { Db } from '../platform/db.ts';
import { recordAct } from '../staff/audit.ts';
import { commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';

const pageSize = 1000;

/** One JSON object a line: a list of a million readers is read line by line. */
async function* subscribersJson(db: Db): AsyncGenerator<string> {
  for (let after: number | undefined; ;) {
    const lines = await listSubscribers(db, { after, limit: pageSize });
    const page = lines.map(({ publicId, address, name, confirmedAt, createdAt, subscriptions }) =>
      JSON.stringify({
        id: publicId,
        email: address,
        name,
        confirmedAt,
        createdAt,
        subscriptions: subscriptions.map(({ slug, state, rhythm }) => ({ newsletter: slug, state, rhythm })),
      }),
    );
    if (page.length > 0) yield `${page.join('\n')}\n`;
    const last = lines.at(-1);
    if (lines.length < pageSize || !last) return;
    after = last.id;
  }
}

/** `subscribers export`: every reader, however many there are. */
export function addSubscribersExport(parent: Command, { withInstall, terminal }: CliSetting): void {
  parent
    .command('export')
    .description('every reader as CSV on standard output')
    .option('--json', 'print one JSON object a line')
    .action(({ json }: { json?: boolean }) =>
      withInstall(async ({ db }) => {
        await recordAct(db, { actor: commandLine, action: 'exported the readers' });
        for await (const part of json ? subscribersJson(db) : subscribersCsv(db)) await terminal.out(part);
      }),
    );
}
