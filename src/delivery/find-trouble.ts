import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

export type DeliveryTrouble = {
  readonly code: 'no-sender' | 'queue-stands' | 'relay-refuses';
  readonly words: string;
};

/** So long nothing may happen to mail that is due before it counts as standing still. */
const stillMinutes = 10;

type Signs = {
  readonly senders: number;
  /** Minutes since the oldest mail that nobody has in hand was due; null when there is none. */
  readonly dueMinutes: number | null;
  readonly quietMinutes: number | null;
  readonly refusals: readonly string[];
};

async function readSigns(db: Db): Promise<Signs> {
  const { rows } = await sql<Signs>`
    select
      (select count(*) from sender where gone_at is null and lease_until > now()) as senders,
      (select extract(epoch from now() - min(delivery_chunk.due_at)) / 60
        from delivery_chunk join mailing on mailing.id = delivery_chunk.mailing_id
        where mailing.state = 'sending' and delivery_chunk.sender_id is null and not delivery_chunk.held
          and delivery_chunk.due_at <= now()
      )::float8 as "dueMinutes",
      (select extract(epoch from now() - max(at)) / 60 from attempt)::float8 as "quietMinutes",
      to_json(array(
        select name || ': ' || failure from relay
        where removed_at is null and is_on and failure is not null and failed_at > now() - interval '1 hour'
        union all
        select brake from sender where gone_at is null and brake is not null and brake_until > now()
      )) as refusals
  `.execute(db);
  const signs = rows[0];
  if (!signs) throw new Error('a look at the senders gave no row');
  return signs;
}

/** What keeps mail from leaving at this moment, in words for the newsroom; an empty list when nothing does. */
export async function findDeliveryTrouble(db: Db): Promise<readonly DeliveryTrouble[]> {
  const { senders, dueMinutes, quietMinutes, refusals } = await readSigns(db);
  const troubles: DeliveryTrouble[] = [];
  if (senders === 0)
    troubles.push({ code: 'no-sender', words: 'No process is sending. Mail waits, and nothing is lost.' });
  else if ((dueMinutes ?? 0) > stillMinutes && (quietMinutes ?? Infinity) > stillMinutes)
    troubles.push({
      code: 'queue-stands',
      words: `Mail has been waiting for ${Math.round(dueMinutes ?? 0)} minutes, and none has been tried in that time.`,
    });
  const [refusal, ...others] = [...new Set(refusals)];
  if (refusal !== undefined) {
    const more = others.length === 0 ? '' : ` And ${others.length} more.`;
    troubles.push({
      code: 'relay-refuses',
      words: `A mail server does not take our mail. ${refusal}.${more}`,
    });
  }
  return troubles;
}
