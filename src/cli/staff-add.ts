import { type Command, Option } from 'commander';
import { randomToken } from '../platform/random-tokens.ts';
import { addStaff } from '../staff/accounts.ts';
import { recordAct } from '../staff/audit.ts';
import { type Role, roles } from '../staff/roles.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print, readAll } from './terminal.ts';

type Options = { role: Role; name?: string; passwordStdin?: boolean; json?: boolean };

async function readPassword({ terminal }: CliSetting): Promise<string> {
  const bytes = await readAll(terminal.input, 4096);
  if (!bytes) throw new CliProblem('The password on standard input is too long: at most 256 characters');
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}

/** `staff add`: an account. Without a given password one is made and shown once. */
export function addStaffAdd(parent: Command, setting: CliSetting): void {
  parent
    .command('add')
    .description('make an account')
    .argument('<email>')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).makeOptionMandatory())
    .option('--name <name>', 'unless told, what stands before the @')
    .option('--password-stdin', 'read the password from standard input; unless told, one is made')
    .option('--json', 'print one JSON object')
    .action(async (address: string, options: Options) => {
      const given = options.passwordStdin ? await readPassword(setting) : null;
      const password = given ?? randomToken().slice(0, 20);
      const name = options.name ?? address.slice(0, Math.max(0, address.lastIndexOf('@')));
      const staff = await setting.withInstall(({ db }) =>
        db.transaction().execute(async (tx) => {
          const outcome = await addStaff(tx, { address, name, role: options.role, password });
          if (outcome.kind === 'refused') {
            throw new CliProblem(outcome.problems.map(({ message }) => message).join('; '));
          }
          await recordAct(tx, {
            actor: commandLine,
            action: `made an account with the role ${options.role}`,
            object: `staff ${outcome.staff.publicId}`,
          });
          return outcome.staff;
        }),
      );
      await print(
        setting.terminal,
        options,
        { email: staff.address, name: staff.name, role: staff.role, ...(given === null && { password }) },
        [
          `${staff.name} <${staff.address}> may sign in as ${staff.role} at ${setting.publicUrl}/admin`,
          ...(given === null ? [`Password  ${password}  (shown this once)`] : []),
        ],
      );
    });
}
