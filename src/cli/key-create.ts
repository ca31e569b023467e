import type { Command } from 'commander';
import { apiScopes, createApiKey, isApiScope } from '../staff/api-keys.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

function parseScopes(text: string) {
  const wanted = [...new Set(text.split(',').map((scope) => scope.trim()))];
  const scopes = wanted.filter(isApiScope);
  const unknown = wanted.filter((scope) => !isApiScope(scope));
  if (unknown.length > 0) {
    throw new CliProblem(`--scopes holds ${unknown.join(', ')}: it wants some of ${apiScopes.join(', ')}`);
  }
  return scopes;
}

/** `key create`: a key of the API, printed once. */
export function addKeyCreate(parent: Command, { withInstall, terminal }: CliSetting): void {
  parent
    .command('create')
    .description('make a key; it is printed this once')
    .requiredOption('--name <name>', 'who will use it')
    .requiredOption('--scopes <scopes>', `separated by commas: ${apiScopes.join(', ')}`)
    .option('--json', 'print one JSON object')
    .action(async (options: { name: string; scopes: string; json?: boolean }) => {
      const scopes = parseScopes(options.scopes);
      const name = options.name.trim();
      if (name === '' || name.length > 80 || /\p{Cc}/u.test(name)) {
        throw new CliProblem('--name wants 1 to 80 characters on one line');
      }
      const { key } = await withInstall(({ db }) =>
        db.transaction().execute(async (tx) => {
          const created = await createApiKey(tx, { name, scopes });
          await recordAct(tx, { actor: commandLine, action: `made the key ${name}`, details: { scopes } });
          return created;
        }),
      );
      await print(terminal, options, { key }, [key]);
    });
}
