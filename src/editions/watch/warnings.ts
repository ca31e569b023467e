import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type NewWarning = {
  readonly runId: number;
  readonly code: string;
  readonly title: string;
  readonly words: string;
  readonly hasWebhook: boolean;
};

/** Notes a warning; each danger of a run is told once. */
export async function addWarning(db: Db, warning: NewWarning): Promise<void> {
  await sql`
    insert into watch_warning (run_id, code, title, words, webhook_state)
    values (${warning.runId}, ${warning.code}, ${warning.title}, ${warning.words},
      ${warning.hasWebhook ? 'waiting' : 'none'})
    on conflict do nothing
  `.execute(db);
}

export type OpenWarning = {
  readonly id: number;
  readonly run: string;
  readonly newsletter: string;
  readonly departsAt: Date;
  readonly code: string;
  readonly title: string;
  readonly words: string;
  readonly needsMail: boolean;
  readonly needsWebhook: boolean;
  readonly tries: number;
};

/** Takes warnings in hand that nobody has been told yet, for two minutes; then another try is made. */
export async function claimWarnings(db: Db, limit: number): Promise<readonly OpenWarning[]> {
  const { rows } = await sql<OpenWarning>`
    with claimed as (
      update watch_warning set tries = tries + 1,
        next_try_at = now() + make_interval(mins => least(60, 2 ^ tries)::integer)
      where id in (
        select id from watch_warning
        where next_try_at <= now() and (mail_state = 'waiting' or webhook_state = 'waiting')
        order by id limit ${limit} for update skip locked
      )
      returning id, run_id, code, title, words, mail_state, webhook_state, tries
    )
    select claimed.id, digest_run.public_id as run, newsletter.name as newsletter, digest_run.departs_at as "departsAt",
      claimed.code, claimed.title, claimed.words, claimed.mail_state = 'waiting' as "needsMail",
      claimed.webhook_state = 'waiting' as "needsWebhook", claimed.tries
    from claimed join digest_run on digest_run.id = claimed.run_id
    join newsletter on newsletter.id = digest_run.newsletter_id order by claimed.id
  `.execute(db);
  return rows;
}

export async function noteMailed(tx: Db, id: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update watch_warning set mail_state = 'sent' where id = ${id} and mail_state = 'waiting'
  `.execute(tx);
  return numAffectedRows === 1n;
}

export async function noteWebhook(
  db: Db,
  id: number,
  { state, words }: { readonly state: 'sent' | 'waiting' | 'failed'; readonly words: string },
): Promise<void> {
  await sql`
    update watch_warning set webhook_state = ${state}, webhook_answer = ${words} where id = ${id}
  `.execute(db);
}
