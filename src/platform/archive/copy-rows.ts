import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { Client, Connection } from 'pg';

/** The part of the driver's connection that speaks COPY; its types do not tell of it. */
type CopyConnection = Connection & {
  readonly sendCopyFromChunk: (bytes: Uint8Array) => void;
  readonly endCopyFrom: () => void;
  readonly sendCopyFail: (reason: string) => void;
};

const isCopyConnection = (connection: Connection): connection is CopyConnection =>
  'sendCopyFromChunk' in connection && 'endCopyFrom' in connection && 'sendCopyFail' in connection;

/** What the driver calls on a statement of ours while it runs; a COPY has no other messages. */
type CopyStatement = {
  readonly submit: (connection: Connection) => void;
  readonly handleCopyData: (message: { readonly chunk: Buffer }, connection: Connection) => void;
  readonly handleCopyInResponse: (connection: Connection) => void;
  readonly handleCommandComplete: (message: { readonly text: string }) => void;
  readonly handleReadyForQuery: (connection: Connection) => void;
  readonly handleError: (error: Error) => void;
};

const run = (client: Client, statement: CopyStatement): void => void client.query(statement);

/** The server sends each row by itself: they are handed on in parts of about this size. */
const partBytes = 64 * 1024;

/** `COPY 120` → 120. */
const rowsOf = (tag: string): number => Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? Number.NaN);

export type CopiedOut = { readonly bytes: Readable; readonly rows: Promise<number> };

/** Collects single rows and hands them on together. */
function inParts(bytes: PassThrough) {
  let parts: Uint8Array[] = [];
  let size = 0;
  const handOn = (): boolean => {
    const isRoom = size === 0 || bytes.write(Buffer.concat(parts));
    parts = [];
    size = 0;
    return isRoom;
  };
  return {
    handOn,
    /** @returns false when the reader has enough for the moment */
    add(chunk: Uint8Array): boolean {
      // A copy: the driver uses its buffer again.
      parts.push(Uint8Array.prototype.slice.call(chunk));
      size += chunk.length;
      return size < partBytes || handOn();
    },
  };
}

/**
 * Runs `copy … to stdout` on a connection that does nothing else meanwhile. A slow reader slows the server down, so memory
 * stays flat however large the table is.
 */
export function copyOut(client: Client, text: string): CopiedOut {
  const bytes = new PassThrough({ highWaterMark: 4 * partBytes });
  const parts = inParts(bytes);
  let tag = '';
  const rows = new Promise<number>((resolve, reject) => {
    run(client, {
      submit: (connection) => connection.query(text),
      handleCopyData({ chunk }, { stream }) {
        if (parts.add(chunk)) return;
        stream.pause();
        bytes.once('drain', () => stream.resume());
      },
      handleCopyInResponse: () => undefined,
      handleCommandComplete(message) {
        tag = message.text;
      },
      handleReadyForQuery({ stream }) {
        parts.handOn();
        bytes.end();
        // A stream that is ending says no more that it has drained.
        stream.resume();
        resolve(rowsOf(tag));
      },
      handleError(error) {
        bytes.destroy(error);
        reject(error);
      },
    });
  });
  // Whoever reads the bytes hears of the error there too.
  rows.catch(() => undefined);
  return { bytes, rows };
}

type Pump = { failure?: Error; isOver: boolean };

/** Sends the source until the server has had enough or the source fails. */
async function pump(
  connection: CopyConnection,
  source: AsyncIterable<Uint8Array>,
  state: Pump,
): Promise<void> {
  try {
    for await (const chunk of source) {
      if (state.isOver) return;
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
    connection.endCopyFrom();
  } catch (error) {
    state.failure = error instanceof Error ? error : new Error(String(error));
    connection.sendCopyFail('the source failed');
  }
}

/**
 * Runs `copy … from stdin`. When the source fails, the server is told and takes nothing.
 * @returns how many rows the server took
 * @throws what the source threw, or the server's error
 */
export function copyIn(client: Client, text: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  return new Promise((resolve, reject) => {
    const state: Pump = { isOver: false };
    let tag = '';
    run(client, {
      submit: (connection) => connection.query(text),
      handleCopyData: () => undefined,
      handleCopyInResponse(connection) {
        if (isCopyConnection(connection)) void pump(connection, source, state);
        else reject(new Error('this driver knows no COPY'));
      },
      handleCommandComplete(message) {
        tag = message.text;
      },
      handleReadyForQuery: () => resolve(rowsOf(tag)),
      handleError(error) {
        state.isOver = true;
        reject(state.failure ?? error);
      },
    });
  });
}
