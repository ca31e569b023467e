import { sql } from 'kysely';
import type { Rhythm } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';

export type SignUpRow = {
  readonly id: number;
  readonly subscriberId: number;
  readonly name: string | null;
  readonly newsletterIds: readonly number[];
  readonly rhythm: Rhythm | null;
  readonly tier: string | null;
  readonly words: string;
  readonly form: string;
  readonly articleSlug: string | null;
  readonly network: string | null;
  /** In which it was made; null where the paper speaks only one. */
  readonly language: string | null;
  readonly codeTries: number;
  readonly confirmedAt: Date | null;
};

const columns = sql`
  sign_up.id, sign_up.subscriber_id as "subscriberId", sign_up.name, sign_up.newsletter_ids as "newsletterIds",
  sign_up.rhythm, sign_up.tier, sign_up.words, sign_up.form, sign_up.article_slug as "articleSlug", sign_up.network,
  sign_up.language,  sign_up.code_tries as "codeTries", sign_up.confirmed_at as "confirmedAt"
`;

export type NewSignUp = Omit<SignUpRow, 'id' | 'codeTries' | 'confirmedAt'>;

export async function insertSignUp(tx: Db, row: NewSignUp): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into sign_up (subscriber_id, name, newsletter_ids, rhythm, tier, words, form, article_slug, network, language)
    values (${row.subscriberId}, ${row.name}, ${[...row.newsletterIds]}::integer[], ${row.rhythm}, ${row.tier},
      ${row.words}, ${row.form}, ${row.articleSlug}, ${row.network}, ${row.language})
    returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the sign-up was not added');
  return id;
}

export async function findSignUp(db: Db, id: number): Promise<SignUpRow | null> {
  const { rows } = await sql<SignUpRow>`select ${columns} from sign_up where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Locked, so that two confirmations of one sign-up take turns. */
export async function lockSignUp(tx: Db, id: number): Promise<SignUpRow | null> {
  const { rows } = await sql<SignUpRow>`select ${columns} from sign_up where id = ${id} for update`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export type Choices = Pick<SignUpRow, 'name' | 'newsletterIds' | 'rhythm' | 'tier' | 'words'>;

/** Changes what an unconfirmed sign-up asks for. */
export async function setChoices(tx: Db, id: number, choices: Choices): Promise<void> {
  await sql`
    update sign_up set name = coalesce(${choices.name}, name), newsletter_ids = ${[...choices.newsletterIds]}::integer[],
      rhythm = ${choices.rhythm}, tier = ${choices.tier}, words = ${choices.words}
    where id = ${id} and confirmed_at is null
  `.execute(tx);
}

/** Marks a sign-up confirmed, once: false when it was before. */
export async function markSignUpConfirmed(tx: Db, id: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sign_up set confirmed_at = now() where id = ${id} and confirmed_at is null
  `.execute(tx);
  return numAffectedRows === 1n;
}

export async function countCodeTry(tx: Db, id: number): Promise<number> {
  const { rows } = await sql<{ tries: number }>`
    update sign_up set code_tries = code_tries + 1 where id = ${id} returning code_tries as tries
  `.execute(tx);
  return rows[0]?.tries ?? 0;
}

export type SignUpLink = { readonly tokenHash: string; readonly signUpId: number; readonly codeHash: string };

export async function insertLink(tx: Db, link: SignUpLink): Promise<void> {
  await sql`
    insert into sign_up_link (token_hash, sign_up_id, code_hash, expires_at)
    values (${link.tokenHash}, ${link.signUpId}, ${link.codeHash}, now() + interval '7 days')
  `.execute(tx);
}

export async function findLink(
  db: Db,
  tokenHash: string,
): Promise<{ signUpId: number; isExpired: boolean } | null> {
  const { rows } = await sql<{ signUpId: number; isExpired: boolean }>`
    select sign_up_id as "signUpId", expires_at <= now() as "isExpired" from sign_up_link where token_hash = ${tokenHash}
  `.execute(db);
  return rows[0] ?? null;
}

/** The hashes of all codes of a sign-up that are still good: a resend leaves earlier ones valid. */
export async function listCodeHashes(db: Db, signUpId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ codeHash: string }>`
    select code_hash as "codeHash" from sign_up_link where sign_up_id = ${signUpId} and expires_at > now()
  `.execute(db);
  return rows.map((row) => row.codeHash);
}

export type AskedMailKind = 'confirmation' | 'already' | 'preferences-link' | 'sign-in' | 'new-address';

export type AskedMailCounts = {
  readonly lastDay: number;
  readonly lastWeek: number;
  readonly lastMinute: number;
};

/** How many mails of a kind strangers may have caused to this address lately. */
export async function countAskedMails(
  tx: Db,
  addressKey: string,
  kind: AskedMailKind,
): Promise<AskedMailCounts> {
  const { rows } = await sql<AskedMailCounts>`
    select count(*) filter (where sent_at > now() - interval '1 minute') as "lastMinute",
      count(*) filter (where sent_at > now() - interval '1 day') as "lastDay", count(*) as "lastWeek"
    from asked_mail where address_key = ${addressKey} and kind = ${kind} and sent_at > now() - interval '7 days'
  `.execute(tx);
  return rows[0] ?? { lastDay: 0, lastWeek: 0, lastMinute: 0 };
}

export async function noteAskedMail(tx: Db, addressKey: string, kind: AskedMailKind): Promise<void> {
  await sql`insert into asked_mail (address_key, kind) values (${addressKey}, ${kind})`.execute(tx);
}

/** One sign-up of an address at a time counts its mails, so a flood cannot slip past the limit together. */
export async function lockAddress(tx: Db, addressKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${addressKey}, 1))`.execute(tx);
}

/** Whether a sign-up has a link that confirms it. */
export async function hasLink(db: Db, signUpId: number): Promise<boolean> {
  return (await listCodeHashes(db, signUpId)).length > 0;
}

/** The newest sign-up of a subscriber that waits for its confirmation; null when none does. */
export async function findOpenSignUp(tx: Db, subscriberId: number): Promise<SignUpRow | null> {
  const { rows } = await sql<SignUpRow>`
    select ${columns} from sign_up
    where subscriber_id = ${subscriberId} and confirmed_at is null order by id desc limit 1
  `.execute(tx);
  return rows[0] ?? null;
}
