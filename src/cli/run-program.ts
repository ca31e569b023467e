import { type Command, CommanderError } from 'commander';
import { CliProblem } from './cli-problem.ts';
import type { Terminal } from './terminal.ts';

/** Some errors of Node have several causes and no words of their own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Runs one command; whatever goes wrong is one line. @returns the exit code: 2 for wrong input, 1 for trouble */
export async function runProgram(
  program: Command,
  argv: readonly string[],
  { err }: Pick<Terminal, 'err'>,
): Promise<number> {
  try {
    await program.parseAsync([...argv]);
    return 0;
  } catch (error) {
    // Commander has said what it had to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    err(`${wordsOf(error).replaceAll(/\s*\n\s*/g, ' ')}\n`);
    return error instanceof CliProblem ? error.exitCode : 1;
  }
}
