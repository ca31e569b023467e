import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Where a command reads and prints. */
export type Terminal = {
  /** To standard output; waits while a slow reader takes it. */
  readonly out: (text: string) => Promise<void>;
  /** To standard error. */
  readonly err: (text: string) => void;
  /** A person watches standard error: progress may rewrite its line. */
  readonly isWatched: boolean;
  readonly input: Readable;
};

/** The terminal of a process. A reader that has had enough (`| head`) ends the command without a complaint. */
export function processTerminal({ stdin, stdout, stderr }: NodeJS.Process): Terminal {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    async out(text) {
      if (!stdout.write(text)) await once(stdout, 'drain');
    },
    err: (text) => {
      stderr.write(text);
    },
    isWatched: stderr.isTTY,
    input: stdin,
  };
}

/** All of the input, up to so many bytes; null when there is more. */
export async function readAll(input: Readable, most: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part as Uint8Array);
    size += bytes.length;
    if (size > most) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** One JSON object, or lines for a person. */
export const print = (
  { out }: Terminal,
  { json }: { readonly json?: boolean | undefined },
  value: unknown,
  lines: readonly string[],
): Promise<void> => out(`${json ? JSON.stringify(value) : lines.join('\n')}\n`);
