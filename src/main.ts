#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { createProgram } from './cli/program.ts';
import { readConfig } from './config.ts';
import { addProcessCommands } from './processes/commands.ts';
import { withInstall } from './processes/with-install.ts';

const outcome = readConfig(process.env);
if (outcome.kind === 'problems') {
  process.stderr.write(`${outcome.problems.join('\n')}\n`);
  process.exit(2);
}
const { config } = outcome;
const program = createProgram({
  withInstall: (act) => withInstall(config, act),
  publicUrl: config.publicUrl,
  dataDir: config.dataDir,
});
addProcessCommands(program, config, fileURLToPath(import.meta.url));
await program.parseAsync();
