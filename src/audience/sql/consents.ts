import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type ConsentAct =
  | 'asked'
  | 'confirmed'
  | 'rhythm'
  | 'paused'
  | 'resumed'
  | 'left'
  | 'returned'
  | 'added by staff'
  | 'imported'
  | 'address changed';

export type ConsentEvidence = {
  readonly act: ConsentAct;
  /** The exact words that were shown. */
  readonly words: string;
  readonly form?: string | null;
  readonly articleSlug?: string | null;
  readonly network?: string | null;
};

/** Adds one line to the vault for each newsletter. Lines are never changed. */
export async function recordConsents(
  tx: Db,
  subscriberId: number,
  newsletterIds: readonly number[],
  evidence: ConsentEvidence,
): Promise<void> {
  await sql`
    insert into consent (subscriber_id, newsletter_id, act, words, form, article_slug, network)
    select ${subscriberId}, id, ${evidence.act}, ${evidence.words}, ${evidence.form ?? null},
      ${evidence.articleSlug ?? null}, ${evidence.network ?? null}
    from unnest(${[...newsletterIds]}::integer[]) as id
  `.execute(tx);
}

export type ConsentLine = ConsentEvidence & { readonly newsletter: string | null; readonly at: Date };

/** Keeps the words of an import, once for each newsletter: they stand for every subscription that it brought. */
export async function recordImportedConsents(
  tx: Db,
  {
    importId,
    newsletterIds,
    words,
    form,
  }: { importId: number; newsletterIds: readonly number[]; words: string; form: string },
): Promise<void> {
  await sql`
    insert into consent (import_id, newsletter_id, act, words, form)
    select ${importId}, id, 'imported', ${words}, ${form} from unnest(${[...newsletterIds]}::integer[]) as id
    where not exists (select from consent where import_id = ${importId} and newsletter_id = id)
      and exists (select from subscription where subscription.import_id = ${importId} and subscription.newsletter_id = id)
  `.execute(tx);
}

/** Everything a subscriber agreed to or took back, newest first. */
export async function listConsents(db: Db, subscriberId: number): Promise<readonly ConsentLine[]> {
  const { rows } = await sql<ConsentLine>`
    select consent.act, consent.words, consent.form, consent.article_slug as "articleSlug", consent.network, consent.at,
      newsletter.name as newsletter
    from consent left join newsletter on newsletter.id = consent.newsletter_id
    where consent.subscriber_id = ${subscriberId} or exists (
      select from subscription where subscription.subscriber_id = ${subscriberId}
        and subscription.import_id = consent.import_id and subscription.newsletter_id = consent.newsletter_id
        and coalesce(subscription.ended_because, '') not like '% elsewhere'
    )
    order by consent.id desc
  `.execute(db);
  return rows;
}
