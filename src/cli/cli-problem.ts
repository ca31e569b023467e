/** Ends a command with one line on standard error. 2: the input is at fault; 1: something else is. */
export class CliProblem extends Error {
  readonly exitCode: 1 | 2;
  constructor(line: string, exitCode: 1 | 2 = 2) {
    super(line);
    this.exitCode = exitCode;
  }
}

/** Who acted, for the audit trail. */
export const commandLine = 'the command line';

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EEXIST: 'there is a file of this name',
  ENOTDIR: 'this is no folder',
  ENOSPC: 'there is no room left for it',
  EACCES: 'we may not read it',
};

/** What is wrong with a file, in one line; any other error as it is. */
export function fileProblem(file: string, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const reason = fileProblems[String(code)];
  return reason === undefined ? error : new CliProblem(`${file}: ${reason}`);
}
