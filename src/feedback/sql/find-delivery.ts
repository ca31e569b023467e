import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** A mail of ours that something came back about. */
export type DeliveryAbout = {
  readonly id: number;
  readonly address: string;
  readonly addressKey: string;
  readonly recipientId: number | null;
  readonly mailDomain: string;
  readonly scopes: readonly string[];
  /** When it left, or was made. */
  readonly sentAt: Date;
};

/** How long what comes back is believed, in days: the life of a bounce address. */
const believedDays = 90;

const columns = sql`
  delivery.id, delivery.address, delivery.address_key as "addressKey", delivery.recipient_id as "recipientId",
  mailing.mail_domain as "mailDomain", mailing.suppression_scopes as scopes,
  coalesce(delivery.ended_at, delivery.created_at) as "sentAt"
`;

/** Null when it is not there, too old, or when its reader was erased. */
export async function findDelivery(db: Db, id: number): Promise<DeliveryAbout | null> {
  const { rows } = await sql<DeliveryAbout>`
    select ${columns} from delivery join mailing on mailing.id = delivery.mailing_id
    where delivery.id = ${id} and coalesce(delivery.ended_at, delivery.created_at) > now() - make_interval(days => ${believedDays})
      and delivery.address <> 'erased'
  `.execute(db);
  return rows[0] ?? null;
}

/** The newest mail that has left for an address; editions by their index, one mailing after another. */
export async function findNewestDeliveryTo(db: Db, addressKey: string): Promise<DeliveryAbout | null> {
  const { rows } = await sql<DeliveryAbout>`
    with recent as (
      select id from mailing
      where not standing and created_at > now() - make_interval(days => ${believedDays}) order by id desc
    ),
    mails as (
      select found.id from recent cross join lateral (
        select id from delivery where mailing_id = recent.id and coalesce(once_key, address_key) = ${addressKey}
          and attempts > 0
      ) as found
      union all
      select id from delivery where address_key = ${addressKey} and once_key is not null and attempts > 0
        and created_at > now() - make_interval(days => ${believedDays})
    )
    select ${columns} from delivery join mailing on mailing.id = delivery.mailing_id
    where delivery.id = (select max(id) from mails)
  `.execute(db);
  return rows[0] ?? null;
}

/** Whether mail of ours carries this domain. */
export async function isMailDomain(db: Db, domain: string): Promise<boolean> {
  const { rows } = await sql<{ isOurs: boolean }>`
    select exists (select from mailing where mail_domain = ${domain}) as "isOurs"
  `.execute(db);
  return rows[0]?.isOurs ?? false;
}
