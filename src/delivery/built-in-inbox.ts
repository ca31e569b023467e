import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { randomId } from '../platform/random-tokens.ts';

const inboxEntry = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  receivedAt: z.iso.datetime(),
  bytes: z.int(),
});

/** One mail that arrived, as the index line keeps it. */
export type InboxEntry = Readonly<z.infer<typeof inboxEntry>>;

/** A line that was cut by a kill in the middle of writing is no entry. */
function parseEntry(line: string): InboxEntry | null {
  try {
    return inboxEntry.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export type BuiltInInbox = {
  /** `smtp://127.0.0.1:PORT` */
  readonly smtpUrl: string;
  readonly close: () => Promise<void>;
};

const folderOf = (dataDir: string): string => path.join(dataDir, 'inbox');
const indexOf = (dataDir: string): string => path.join(folderOf(dataDir), 'index.jsonl');

/** The file of one mail; null for an id we did not make. */
export const inboxFile = (dataDir: string, id: string): string | null =>
  /^[a-z2-7]{16}$/.test(id) ? path.join(folderOf(dataDir), `${id}.eml`) : null;

const headEnd = Buffer.from('\r\n\r\n');

async function subjectOf(file: string): Promise<string> {
  const head: Buffer[] = [];
  for await (const part of createReadStream(file, { end: 65_535 })) {
    head.push(Buffer.from(part as Uint8Array));
  }
  const text = Buffer.concat(head);
  const end = text.indexOf(headEnd);
  const mail = await PostalMime.parse(end === -1 ? text : text.subarray(0, end + headEnd.length));
  return mail.subject ?? '';
}

/**
 * Receives every mail on a free loopback port and keeps it as a file in `dataDir/inbox`: the mail server of a machine that
 * has none. The answer 250 comes after the file and its index line are written.
 */
export async function startBuiltInInbox(dataDir: string): Promise<BuiltInInbox> {
  await mkdir(folderOf(dataDir), { recursive: true });
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: 30 * 1024 * 1024,
    logger: false,
    disableReverseLookup: true,
    onData(stream, session, callback) {
      const keep = async () => {
        const id = randomId();
        const file = path.join(folderOf(dataDir), `${id}.eml`);
        const out = createWriteStream(`${file}.part`);
        stream.pipe(out);
        await finished(out);
        await rename(`${file}.part`, file);
        const { size } = await stat(file);
        const entry: InboxEntry = {
          id,
          to: session.envelope.rcptTo.map((recipient) => recipient.address).join(', '),
          subject: await subjectOf(file),
          receivedAt: new Date().toISOString(),
          bytes: size,
        };
        await appendFile(indexOf(dataDir), `${JSON.stringify(entry)}\n`);
      };
      keep().then(
        () => callback(null, 'kept in the built-in inbox'),
        (error: unknown) =>
          callback(new Error('451 4.3.0 the built-in inbox could not keep the mail', { cause: error })),
      );
    },
  });
  server.on('error', () => undefined);
  const port = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * What arrived, newest first.
 * @param query to: only mails to this address; limit: at most so many
 */
export async function listInbox(
  dataDir: string,
  query: { readonly to?: string | undefined; readonly limit?: number | undefined } = {},
): Promise<readonly InboxEntry[]> {
  const lines = (await readFile(indexOf(dataDir), 'utf8').catch(() => '')).split('\n');
  const wanted = query.to?.toLowerCase();
  const entries: InboxEntry[] = [];
  for (const line of lines.reverse()) {
    const entry = parseEntry(line);
    if (!entry) continue;
    if (wanted !== undefined && entry.to.toLowerCase() !== wanted) continue;
    entries.push(entry);
    if (query.limit !== undefined && entries.length >= query.limit) break;
  }
  return entries;
}
