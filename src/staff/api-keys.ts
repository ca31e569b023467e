import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { hashToken, randomId, randomToken } from '../platform/random-tokens.ts';

export const apiScopes = [
  'subscribers:read',
  'subscribers:write',
  'subscribers:erase',
  'entitlements:write',
  'newsletters:read',
  'newsletters:write',
  'articles:read',
  'articles:write',
  'access:read',
  'editions:read',
  'editions:write',
  'editions:send',
  'suppressions:read',
  'suppressions:write',
  'segments:read',
  'segments:write',
  'forms:write',
  'relays:read',
  'relays:write',
  'webhooks:read',
  'webhooks:write',
] as const;
/** What a key may do. */
export type ApiScope = (typeof apiScopes)[number];

export const isApiScope = (text: string): text is ApiScope => apiScopes.some((scope) => scope === text);

export type ApiKey = {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  /** The first characters, to tell keys apart. */
  readonly prefix: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** Who made it; null for one from a terminal. */
  readonly owner: string | null;
};

const columns = sql`
  id, public_id as "publicId", name, prefix, scopes, created_at as "createdAt", last_used_at as "lastUsedAt",
  (select staff.name from staff where staff.id = api_key.staff_id) as owner
`;

/** Makes a key: 256 random bits, of which only the hash is kept. It is shown this once. */
export async function createApiKey(
  db: Db,
  {
    name,
    scopes,
    staffId = null,
  }: {
    readonly name: string;
    readonly scopes: readonly ApiScope[];
    /** Whose it is; it ends with their sign-ins. A terminal makes keys of nobody. */
    readonly staffId?: number | null;
  },
): Promise<{ readonly key: string }> {
  const key = `dk_${randomToken()}`;
  await sql`
    insert into api_key (public_id, name, prefix, token_hash, scopes, staff_id)
    values (${randomId()}, ${name}, ${key.slice(0, 9)}, ${hashToken(key)}, ${[...scopes]}::text[], ${staffId})
  `.execute(db);
  return { key };
}

/** The key somebody showed; null when it is unknown, revoked or past its time. */
export async function findApiKey(db: Db, key: string): Promise<ApiKey | null> {
  const { rows } = await sql<ApiKey>`
    with used as (
      update api_key set last_used_at = now()
      where token_hash = ${hashToken(key)} and (last_used_at is null or last_used_at < now() - interval '1 minute')
    )
    select ${columns} from api_key
    where token_hash = ${hashToken(key)} and revoked_at is null and (expires_at is null or expires_at > now())
  `.execute(db);
  return rows[0] ?? null;
}

export async function listApiKeys(db: Db): Promise<readonly ApiKey[]> {
  const { rows } = await sql<ApiKey>`
    select ${columns} from api_key where revoked_at is null order by id
  `.execute(db);
  return rows;
}

/** How many keys of this person are in force. */
export async function countOwnKeys(db: Db, staffId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from api_key where staff_id = ${staffId} and revoked_at is null
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Ends a key at once; false when there is none in force with this id. */
export async function revokeApiKey(db: Db, publicId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update api_key set revoked_at = now() where public_id = ${publicId} and revoked_at is null
  `.execute(db);
  return numAffectedRows === 1n;
}
