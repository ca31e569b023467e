import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { type KeyRing, seal, unseal } from '../platform/key-ring.ts';
import type { Relay } from './smtp-connect.ts';
import { setPace } from './sql/pace.ts';

const purpose = 'relay password';

/** A mail server as people see it: its password never leaves the database but to connect. */
export type RelayLine = {
  readonly id: number;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: Relay['tls'];
  readonly username: string | null;
  readonly hasPassword: boolean;
  readonly rank: number;
  readonly weight: number;
  readonly connections: number;
  readonly mailsPerConnection: number;
  readonly perHour: number | null;
  readonly warmUp: readonly number[];
  readonly warmUpFrom: string | null;
  readonly isOn: boolean;
  readonly failure: string | null;
  readonly failedAt: Date | null;
  readonly lastSuccessAt: Date | null;
};

export type RelayFields = Pick<
  RelayLine,
  | 'name'
  | 'host'
  | 'port'
  | 'tls'
  | 'username'
  | 'rank'
  | 'weight'
  | 'connections'
  | 'mailsPerConnection'
  | 'perHour'
  | 'warmUp'
  | 'warmUpFrom'
  | 'isOn'
> & {
  /** Undefined keeps the one that is there. */
  readonly password?: string | undefined;
};

const columns = sql`
  id, name, host, port, tls, username, sealed_password is not null as "hasPassword", rank, weight, connections,
  mails_per_connection as "mailsPerConnection", per_hour as "perHour", warm_up as "warmUp",
  to_char(warm_up_from, 'YYYY-MM-DD') as "warmUpFrom", is_on as "isOn", failure, failed_at as "failedAt",
  last_success_at as "lastSuccessAt"
`;

export async function listRelays(db: Db): Promise<readonly RelayLine[]> {
  const { rows } = await sql<RelayLine>`
    select ${columns} from relay where removed_at is null order by rank, name
  `.execute(db);
  return rows;
}

export async function findRelay(db: Db, id: number): Promise<RelayLine | null> {
  const { rows } = await sql<RelayLine>`
    select ${columns} from relay where id = ${id} and removed_at is null
  `.execute(db);
  return rows[0] ?? null;
}

export type SaveRelayOutcome =
  | { readonly kind: 'saved'; readonly id: number }
  | { readonly kind: 'name-taken' }
  | { readonly kind: 'unknown' };

const isNameTaken = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'constraint') === 'relay_name';

/**
 * Adds a mail server, or changes one. Running senders notice within 5 seconds.
 * @param id null for a new one
 */
export async function saveRelay(
  db: Db,
  keys: KeyRing,
  id: number | null,
  fields: RelayFields,
): Promise<SaveRelayOutcome> {
  const sealed =
    fields.password === undefined || fields.password === ''
      ? null
      : seal(keys, purpose, Buffer.from(fields.password));
  const warmUpFrom = fields.warmUp.length === 0 ? null : fields.warmUpFrom;
  const values = sql`
    ${fields.name}::text, ${fields.host}::text, ${fields.port}::integer, ${fields.tls}::text, ${fields.username}::text,
    ${fields.rank}::smallint, ${fields.weight}::smallint, ${fields.connections}::smallint,
    ${fields.mailsPerConnection}::integer, ${fields.perHour}::integer, ${[...fields.warmUp]}::integer[],
    ${warmUpFrom}::date, ${fields.isOn}::boolean
  `;
  const names = sql`
    name, host, port, tls, username, rank, weight, connections, mails_per_connection, per_hour, warm_up, warm_up_from,
    is_on
  `;
  try {
    const { rows } =
      id === null
        ? await sql<{ id: number }>`
            insert into relay (${names}, sealed_password) values (${values}, ${sealed}) returning id
          `.execute(db)
        : await sql<{ id: number }>`
            update relay set (${names}, sealed_password, changed_at) = (select ${values},
              case when ${fields.username}::text is null then null else coalesce(${sealed}::bytea, sealed_password) end, now())
            where id = ${id} and removed_at is null returning id
          `.execute(db);
    const saved = rows[0]?.id;
    if (saved !== undefined) await setPace(db, `relay:${saved}`, fields.perHour);
    return saved === undefined ? { kind: 'unknown' } : { kind: 'saved', id: saved };
  } catch (error) {
    if (isNameTaken(error)) return { kind: 'name-taken' };
    throw error;
  }
}

/** Takes a mail server away; what it is handing over at this moment it finishes. False when there is none. */
export async function removeRelay(db: Db, id: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update relay set removed_at = now(), sealed_password = null, changed_at = now() where id = ${id} and removed_at is null
  `.execute(db);
  return numAffectedRows === 1n;
}

/** What a sender works with. `id` is 0 for the one that SMTP_URL names. */
export type SendingRelay = {
  readonly id: number;
  readonly name: string;
  readonly relay: Relay;
  readonly rank: number;
  readonly weight: number;
  readonly perHour: number | null;
  /** How many it may hand over today (UTC), while it warms up. */
  readonly perDay: number | null;
};

/** The mail server of SMTP_URL, which is the only one while none is kept in the database. */
export const relayOfUrl = (relay: Relay): SendingRelay => ({
  id: 0,
  name: `${relay.host}:${relay.port}`,
  relay,
  rank: 1,
  weight: 1,
  perHour: null,
  perDay: null,
});

type RelayRow = RelayLine & { readonly sealed: Buffer | null; readonly warmUpDay: number | null };

/** @throws when the password cannot be opened with the keys of this install */
function accessOf(keys: KeyRing, row: RelayRow): Relay {
  const password = row.sealed && unseal(keys, purpose, row.sealed);
  if (row.sealed && !password)
    throw new Error(`the password of the mail server ${row.name} cannot be opened`);
  return {
    host: row.host,
    port: row.port,
    tls: row.tls,
    connections: row.connections,
    mailsPerConnection: row.mailsPerConnection,
    ...(row.username !== null && { user: row.username, password: password?.toString('utf8') ?? '' }),
  };
}

async function readRows(db: Db): Promise<readonly RelayRow[]> {
  const { rows } = await sql<RelayRow>`
    select ${columns}, sealed_password as sealed, (now() at time zone 'UTC')::date - warm_up_from + 1 as "warmUpDay"
    from relay where removed_at is null order by rank, id
  `.execute(db);
  return rows;
}

/** What a connection to it needs, password and all; null when there is none. */
export async function findRelayAccess(db: Db, keys: KeyRing, id: number): Promise<Relay | null> {
  const row = (await readRows(db)).find((each) => each.id === id);
  return row ? accessOf(keys, row) : null;
}

/**
 * The mail servers that are on, best first. An empty list means that all of them are off, null that none is kept here.
 * @throws when a password cannot be opened with the keys of this install
 */
export async function listSendingRelays(db: Db, keys: KeyRing): Promise<readonly SendingRelay[] | null> {
  const rows = await readRows(db);
  if (rows.length === 0) return null;
  return rows
    .filter((row) => row.isOn)
    .map((row) => ({
      id: row.id,
      name: row.name,
      relay: accessOf(keys, row),
      rank: row.rank,
      weight: row.weight,
      perHour: row.perHour,
      perDay: (row.warmUpDay ?? 0) < 1 ? null : (row.warmUp[(row.warmUpDay ?? 0) - 1] ?? null),
    }));
}

/** Health as the senders see it; SMTP_URL's server has no row, so this does nothing for it. */
export async function noteRelayHealth(db: Db, id: number, failure: string | null): Promise<void> {
  if (id === 0) return;
  await (
    failure === null
      ? sql`update relay set failure = null, last_success_at = now() where id = ${id}`
      : sql`update relay set failure = ${failure}, failed_at = now() where id = ${id}`
  ).execute(db);
}
