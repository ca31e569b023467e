import { ArchiveProblem } from '../platform/archive/archive-frames.ts';
import { CliProblem, fileProblem } from './cli-problem.ts';
import type { ArchiveFile } from './cli-setting.ts';

/** `3.4 MB`. */
export function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** What an archive holds, in one line. */
export const archiveLine = ({ rows, tables, madeAt, version, postgres }: ArchiveFile): string =>
  `${rows} rows of ${tables} tables as they were at ${madeAt}, by Doorstep ${version} on PostgreSQL ${postgres}`;

/** Runs what reads or writes an archive; a line for a person where the file, the secret or the database do not fit. */
export async function withArchiveProblems<Result>(file: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ArchiveProblem) throw new CliProblem(error.message);
    throw fileProblem(file, error);
  }
}
