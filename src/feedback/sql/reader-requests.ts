import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type ReaderRequest = {
  readonly kind: 'click' | 'open';
  readonly at: Date;
  /** Where the link leads; null for an open, and for the link no person sees. */
  readonly url: string | null;
  readonly network: string | null;
  readonly program: string | null;
  /** Why it looks like a machine's. */
  readonly machineBecause: string | null;
};

/** What is kept of a reader's requests, newest first. What is older than the newsroom keeps stands as its mark alone. */
export async function listRequestsOf(db: Db, recipientId: number): Promise<readonly ReaderRequest[]> {
  const { rows } = await sql<ReaderRequest>`
    with mails as (
      select id, mailing_id from delivery where recipient_id = ${recipientId}
    ),
    kept as (
      select event.kind, event.at, event.mailing_id, event.link, event.network, event.program, event.reason
      from mails join reader_event event on event.delivery_id = mails.id
      union all
      select reaction.kind, reaction.last_at, reaction.mailing_id, reaction.link, null, null, reaction.reason
      from mails join reaction on reaction.delivery_id = mails.id
      where not exists (
        select from reader_event event where event.delivery_id = mails.id and event.kind = reaction.kind
          and event.link = reaction.link
      )
    )
    select kept.kind, kept.at, mailing_link.url, kept.network, kept.program, kept.reason as "machineBecause"
    from kept left join mailing_link on kept.kind = 'click' and mailing_link.mailing_id = kept.mailing_id
      and mailing_link.number = kept.link
    order by kept.at desc
  `.execute(db);
  return rows;
}
