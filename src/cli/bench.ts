import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import type { Command } from 'commander';
import { packageRoot } from '../platform/package-root.ts';
import { CliProblem } from './cli-problem.ts';

/** The benchmarks are sources and need what only a checkout has: they are no part of the build. */
const program = path.join(packageRoot, 'tests/bench/main.ts');

/** `bench`: one benchmark beside its yardstick, each in a database of its own. The last line it prints is one JSON object. */
export function addBench(parent: Command): void {
  parent
    .command('bench')
    .description('measure this machine, beside a yardstick in the same run')
    .argument('<name>', 'send, freeze, import, signup, events, pages, scale and others')
    .argument('[options...]', 'options of that benchmark, after --')
    .action(async (name: string, options: readonly string[]) => {
      if (!existsSync(program))
        throw new CliProblem('The benchmarks come with the sources: run npx doorstep bench in a checkout');
      const args = ['--import', 'tsx', program, name, ...options];
      const child = spawn(process.execPath, args, { cwd: packageRoot, stdio: 'inherit' });
      const [code]: unknown[] = await once(child, 'exit');
      if (code !== 0) throw new CliProblem(`The benchmark ended with ${String(code)}`, code === 2 ? 2 : 1);
    });
}
