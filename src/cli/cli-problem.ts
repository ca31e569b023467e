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
