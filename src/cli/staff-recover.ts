import type { Command } from 'commander';
import { parseAddress } from '../delivery/address.ts';
import { listStaff } from '../staff/accounts.ts';
import { recordAct } from '../staff/audit.ts';
import { takeFactors } from '../staff/change-account.ts';
import { makePasswordLink } from '../staff/new-password.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

/** `staff recover`: the way back in for somebody who lost password, phone and codes, as for the only owner. */
export function addStaffRecover(parent: Command, setting: CliSetting): void {
  parent
    .command('recover')
    .description('print a link for a new password, good for an hour, and remove lost second factors')
    .argument('<email>')
    .option('--keep-factors', 'only the password is lost')
    .option('--json', 'print one JSON object')
    .action(async (text: string, options: { keepFactors?: boolean; json?: boolean }) => {
      const key = parseAddress(text)?.key;
      const { token, name } = await setting.withInstall(async ({ db }) => {
        const person = (await listStaff(db)).find(({ address }) => parseAddress(address)?.key === key);
        if (!person) throw new CliProblem(`${text} has no account that is open`);
        const actor = { name: commandLine };
        if (options.keepFactors !== true) await takeFactors(db, null, { publicId: person.publicId, actor });
        return db.transaction().execute(async (tx) => {
          const action = `made a link for a new password of ${person.name}`;
          await recordAct(tx, { actor: commandLine, action, object: `staff ${person.publicId}` });
          return { token: await makePasswordLink(tx, person.id), name: person.name };
        });
      });
      const url = `${setting.publicUrl}/admin/password/${token}`;
      await print(setting.terminal, options, { url }, [`${name} chooses a new password at`, url]);
    });
}
