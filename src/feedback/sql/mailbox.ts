import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type MailboxRow = {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly username: string;
  readonly auth: 'password' | 'token';
  readonly sealedSecret: Buffer;
  readonly folder: string;
  readonly doneFolder: string;
  readonly isOn: boolean;
  readonly lookedAt: Date | null;
  readonly taken: number;
  readonly failures: number;
  readonly problem: string | null;
  readonly problemAt: Date | null;
  readonly uidValidity: string | null;
  readonly uidReached: number;
};

const columns = sql`
  host, port, tls, username, auth, sealed_secret as "sealedSecret", folder, done_folder as "doneFolder", is_on as "isOn",
  looked_at as "lookedAt", taken, failures, problem, problem_at as "problemAt", uid_validity as "uidValidity",
  uid_reached as "uidReached"
`;

export async function findMailboxRow(db: Db): Promise<MailboxRow | null> {
  const { rows } = await sql<MailboxRow>`select ${columns} from report_mailbox`.execute(db);
  return rows[0] ?? null;
}

/** Null when none is set up, it is off, or its time has not come. */
export async function findDueMailbox(db: Db): Promise<MailboxRow | null> {
  const { rows } = await sql<MailboxRow>`
    select ${columns} from report_mailbox where is_on and next_at <= now()
  `.execute(db);
  return rows[0] ?? null;
}

export type MailboxValues = Pick<
  MailboxRow,
  'host' | 'port' | 'tls' | 'username' | 'auth' | 'folder' | 'doneFolder' | 'isOn'
> & {
  /** Null keeps the one that is there. */
  readonly sealedSecret: Buffer | null;
};

/** Another mailbox or folder is read from its beginning. */
export async function writeMailbox(tx: Db, values: MailboxValues): Promise<void> {
  const { host, port, tls, username, auth, sealedSecret, folder, doneFolder, isOn } = values;
  await sql`
    insert into report_mailbox (host, port, tls, username, auth, sealed_secret, folder, done_folder, is_on)
    values (${host}, ${port}, ${tls}, ${username}, ${auth}, coalesce(${sealedSecret}::bytea, ''), ${folder}, ${doneFolder}, ${isOn})
    on conflict (id) do update set host = excluded.host, port = excluded.port, tls = excluded.tls,
      username = excluded.username, auth = excluded.auth,
      sealed_secret = coalesce(${sealedSecret}::bytea, report_mailbox.sealed_secret), folder = excluded.folder,
      done_folder = excluded.done_folder, is_on = excluded.is_on, changed_at = now(), next_at = now(), failures = 0,
      problem = null, problem_at = null,
      uid_validity = case when (report_mailbox.host, report_mailbox.username, report_mailbox.folder)
        = (excluded.host, excluded.username, excluded.folder) then report_mailbox.uid_validity end
  `.execute(tx);
}

export async function deleteMailbox(tx: Db): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from report_mailbox`.execute(tx);
  return numAffectedRows === 1n;
}

export type Look = { readonly uidValidity: string; readonly uidReached: number; readonly taken: number };

/** A look that went well; the next one in a minute, or at once when more is waiting. */
export async function noteLook(db: Db, look: Look, hasMore: boolean): Promise<void> {
  await sql`
    update report_mailbox set looked_at = now(), taken = taken + ${look.taken}, uid_validity = ${look.uidValidity},
      uid_reached = ${look.uidReached}, failures = 0, problem = null, problem_at = null,
      next_at = now() + case when ${hasMore} then interval '0' else interval '1 minute' end
  `.execute(db);
}

/** A look that failed: the next one later each time, an hour at most. */
export async function noteFailure(db: Db, problem: string): Promise<void> {
  await sql`
    update report_mailbox set failures = failures + 1, problem = ${problem}, problem_at = now(),
      next_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(failures, 6)))
  `.execute(db);
}
