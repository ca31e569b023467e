import { sql } from 'kysely';
import { bounceTokenOf } from '../../delivery/mail-ids.ts';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import type { Log } from '../../platform/log.ts';
import { parseBounce } from '../bounce/parse-bounce.ts';
import { keepMail } from '../intake/kept-mails.ts';
import { decodeHeader } from '../mime/decode-text.ts';
import { findAddresses } from '../mime/find-addresses.ts';
import { readHeaders } from '../mime/mail-headers.ts';
import { readable } from '../mime/split-mail.ts';
import { type MailboxRow, findDueMailbox, noteFailure, noteLook } from '../sql/mailbox.ts';
import { type ImapFolder, type OpenImap, imapProblem } from './open-imap.ts';
import { accountOf } from './report-mailbox.ts';

/** So many mails a look. */
const atOnce = 100;

export type PollSetting = {
  readonly keys: KeyRing;
  readonly log: Log;
  readonly openImap: OpenImap;
  /** When it is asked for, the rest is left for the next look. */
  readonly end?: AbortSignal | undefined;
};

/** The bounce address a mail came to, as far as its headers say; anybody may write them, so it has to prove itself later. */
function cameTo(bytes: Uint8Array): string {
  const text = readable(bytes.subarray(0, 100_000));
  const { headers } = readHeaders(text, 0, text.length);
  const addresses = ['delivered-to', 'x-original-to', 'envelope-to', 'to'].flatMap((name) =>
    (headers.get(name) ?? []).flatMap((value) => findAddresses(decodeHeader(value))),
  );
  return addresses.find((address) => bounceTokenOf(address) !== null) ?? '';
}

const isReport = (bytes: Uint8Array): boolean => {
  const { kind } = parseBounce(bytes);
  return kind === 'bounce' || kind === 'complaint';
};

/** Keeps the reports of a folder and moves them. What is no report stays where it is. */
async function takeReports(
  db: Db,
  { keys, end }: PollSetting,
  folder: ImapFolder,
  { uidValidity, uidReached, doneFolder }: MailboxRow,
): Promise<boolean> {
  const begin = folder.uidValidity === uidValidity ? uidReached : 0;
  const uids = await folder.listBeyond(begin);
  let reached = begin;
  const reports: number[] = [];
  for (const uid of uids.slice(0, atOnce)) {
    if (end?.aborted === true) break;
    const bytes = await folder.read(uid);
    if (bytes && isReport(bytes)) {
      await keepMail(db, keys, { envelopeTo: cameTo(bytes), bytes });
      reports.push(uid);
    }
    reached = uid;
  }
  // A process that dies before the move finds them again: the same mail is kept once.
  if (reports.length > 0) await folder.move(reports, doneFolder);
  const hasMore = reached < (uids.at(-1) ?? 0);
  await noteLook(
    db,
    { uidValidity: folder.uidValidity, uidReached: reached, taken: reports.length },
    hasMore,
  );
  return reports.length > 0;
}

async function look(db: Db, setting: PollSetting, row: MailboxRow): Promise<boolean> {
  try {
    const folder = await setting.openImap(accountOf(setting.keys, row), row.folder);
    try {
      return await takeReports(db, setting, folder, row);
    } finally {
      await folder.close().catch(() => undefined);
    }
  } catch (error) {
    const problem = imapProblem(error);
    setting.log.warn({ err: error, host: row.host }, 'the mailbox of reports could not be read');
    await noteFailure(db, problem);
    return false;
  }
}

/** The number of our lock: its connection is kept for the look, so that a process that dies lets go of it. */
const lock = sql`44, 0`;

/**
 * Reads the mailbox when its time has come. Two processes never do so at once; a failure is written down and tried again
 * later.
 * @returns whether reports were kept: the caller rings `feedback`
 */
export function pollMailbox(db: Db, setting: PollSetting): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    if (!(await findDueMailbox(connection))) return false;
    const { rows } = await sql<{ isMine: boolean }>`select pg_try_advisory_lock(${lock}) as "isMine"`.execute(
      connection,
    );
    if (!rows[0]?.isMine) return false;
    try {
      // Another process may have looked just now.
      const row = await findDueMailbox(connection);
      return row ? await look(connection, setting, row) : false;
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection);
    }
  });
}
