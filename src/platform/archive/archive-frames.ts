import { createHash } from 'node:crypto';

/**
 * The archive as a row of frames: one letter, the length as four bytes, so many bytes. Inside gzip, behind one plain line
 * that names the format. docs/operations.md describes it.
 *
 * H header · T table begins · D rows of it, as COPY gives them · E table ends · Q positions of sequences · Z the end
 */
export const frameKinds = ['H', 'T', 'D', 'E', 'Q', 'Z'] as const;
export type FrameKind = (typeof frameKinds)[number];
export type Frame = { readonly kind: FrameKind; readonly bytes: Buffer };

/** The first line of the file, outside gzip. The number grows when an older program could not read the rest. */
export const firstLine = 'DOORSTEP ARCHIVE 1\n';

/** No frame is longer: a longer one is damage, and nothing is kept in memory for it. */
const mostBytes = 1024 * 1024;
const headBytes = 5;

/** The file is not what it should be; the message says so to a person. */
export class ArchiveProblem extends Error {}

export const damaged = (what: string): ArchiveProblem =>
  new ArchiveProblem(`The archive is damaged (${what}). Nothing was changed; take another copy of it.`);

/** A running SHA-256 over frames, the same for the one who writes and the one who reads. */
export function createFrameHash() {
  const hash = createHash('sha256');
  return {
    add(kind: FrameKind, bytes: Uint8Array): void {
      hash.update(frameHead(kind, bytes.length)).update(bytes);
    },
    /** So far; more may follow. */
    digest: (): string => hash.copy().digest('hex'),
  };
}

function frameHead(kind: FrameKind, length: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(kind, 'latin1');
  head.writeUInt32BE(length, 1);
  return head;
}

/** The bytes of frames that hold this; more than one when it is long, which only rows may be. */
export function* framesOf(
  kind: FrameKind,
  bytes: Uint8Array,
): Generator<{ head: Buffer; bytes: Uint8Array }> {
  if (kind !== 'D' && bytes.length > mostBytes) throw new Error(`a frame ${kind} of ${bytes.length} bytes`);
  for (let at = 0; at === 0 || at < bytes.length; at += mostBytes) {
    const part = bytes.subarray(at, at + mostBytes);
    yield { head: frameHead(kind, part.length), bytes: part };
  }
}

const isKind = (letter: string): letter is FrameKind => frameKinds.some((kind) => kind === letter);

/** Cuts bytes into frames. @throws ArchiveProblem for anything that is none */
export async function* readFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    while (held.length >= headBytes) {
      const kind = held.toString('latin1', 0, 1);
      const length = held.readUInt32BE(1);
      if (!isKind(kind) || length > mostBytes) throw damaged('its parts do not follow each other');
      if (held.length < headBytes + length) break;
      yield { kind, bytes: held.subarray(headBytes, headBytes + length) };
      held = held.subarray(headBytes + length);
    }
  }
  if (held.length > 0) throw damaged('its end is missing');
}
