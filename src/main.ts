#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { createProgram } from './cli/program.ts';
import { runProgram } from './cli/run-program.ts';
import { processTerminal } from './cli/terminal.ts';
import { readConfig } from './config.ts';
import { addProcessCommands } from './processes/commands.ts';

const outcome = readConfig(process.env);
if (outcome.kind === 'problems') {
  process.stderr.write(`${outcome.problems.join('\n')}\n`);
  process.exit(2);
}
const { config } = outcome;
const entry = fileURLToPath(import.meta.url);
const terminal = processTerminal(process);
const program = createProgram({
  withInstall: async (act) => (await import('./processes/with-install.ts')).withInstall(config, act),
  checkInstall: async () => (await import('./processes/check-install.ts')).checkInstall(config),
  reachProduct: async () => (await import('./processes/reach-product.ts')).reachProduct(config, entry),
  archives: async () => {
    const { backUp, checkBackup, restore } = await import('./processes/archives.ts');
    return {
      backUp: (file, onProgress) => backUp(config, file, onProgress),
      check: (file) => checkBackup(config, file),
      restore: (file, choice, onProgress) => restore(config, file, choice, onProgress),
    };
  },
  terminal,
  publicUrl: config.publicUrl,
  dataDir: config.dataDir,
});
addProcessCommands(program, config, entry);
const exitCode = await runProgram(program, process.argv, terminal);
// `start`, `web` and `worker` set their own.
if (exitCode !== 0) process.exitCode = exitCode;
