import { sql, type RawBuilder } from 'kysely';
import type { LetterKind } from '../audience/letters/letter-kinds.ts';
import {
  type LetterText,
  hadNoLetter,
  readLetterText,
  takeOccasion,
} from '../audience/letters/letter-texts.ts';
import { type MailSetting, mailWords, writeOwnLetter } from '../audience/reader-mails.ts';
import { findSubscriberBy } from '../audience/subscribers.ts';
import { parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { listSuppressionsOf } from '../delivery/suppressions.ts';
import type { Db } from '../platform/db.ts';
import type { Words } from '../../templates/words/languages.ts';

/** One reader to whom a letter is due. */
type Due = {
  readonly occasion: string;
  readonly subscriberId: number;
  readonly tier: string;
  readonly day: Date | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly every: 'month' | 'year' | null;
};

type MembershipLetter = Exclude<LetterKind, 'welcome' | 'reminder' | 'still-reading'>;

const atOnce = 200;

const aboutMembership = (day: RawBuilder<unknown>) => sql`
  subscriber_id as "subscriberId", tier.name as tier, ${day} as day, amount_minor as "amountMinor", currency, every
`;
const aboutEntitlement = sql`
  subscriber_id as "subscriberId", tier.name as tier, coalesce(ended_at, ends_at) as day, null::integer as "amountMinor",
  null as currency, null as every
`;

/** Over, and nothing else open; staff and groups are told by whoever put them there. */
const isLapsed = sql`
  entitlement.reason in ('payment', 'invoice', 'gift', 'comp')
  and not exists (
    select from entitlement other where other.subscriber_id = entitlement.subscriber_id and other.ended_at is null
      and (other.ends_at is null or other.ends_at > now())
  )
`;

/** Ended between two moments, either by hand or by its last day; written so that both indexes serve. */
const endedBetween = (from: RawBuilder<unknown>, to: RawBuilder<unknown>) => sql`
  ((ended_at > ${from} and ended_at <= ${to}) or (ended_at is null and ends_at > ${from} and ends_at <= ${to}))
`;
const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`;

/** Who is due a letter: the occasions of the last days, so that switching one on wakes nothing old. */
const dueOf: Readonly<Record<MembershipLetter, (days: number) => RawBuilder<Due>>> = {
  'trial-ending': (days) => sql<Due>`
    select 'membership ' || membership.id as occasion, ${aboutMembership(sql`trial_ends_at`)}
    from membership join tier on tier.id = tier_id
    where state = 'trial' and not ends_with_period and trial_ends_at > now()
      and trial_ends_at <= now() + make_interval(days => ${days})
      and ${hadNoLetter('trial-ending', sql`'membership ' || membership.id`)}
    limit ${atOnce}
  `,
  'payment-failed': () => sql<Due>`
    select 'membership ' || membership.id || ' ' || past_due_since::date as occasion, ${aboutMembership(sql`past_due_since`)}
    from membership join tier on tier.id = tier_id
    where state = 'past due' and past_due_since > now() - interval '7 days'
      and ${hadNoLetter('payment-failed', sql`'membership ' || membership.id || ' ' || past_due_since::date`)}
    limit ${atOnce}
  `,
  'card-expiring': (days) => sql<Due>`
    select 'membership ' || membership.id || ' ' || card_ends_on as occasion,
      ${aboutMembership(sql`card_ends_on::timestamptz`)}
    from membership join tier on tier.id = tier_id
    where state in ('trial', 'active') and not ends_with_period and card_ends_on >= current_date
      and card_ends_on <= current_date + ${days}::integer
      and ${hadNoLetter('card-expiring', sql`'membership ' || membership.id || ' ' || card_ends_on`)}
    limit ${atOnce}
  `,
  lapse: () => sql<Due>`
    select 'entitlement ' || entitlement.id as occasion, ${aboutEntitlement}
    from entitlement join tier on tier.id = tier_id
    where ${endedBetween(daysAgo(2), sql`now()`)} and ${isLapsed}
      and ${hadNoLetter('lapse', sql`'entitlement ' || entitlement.id`)}
    limit ${atOnce}
  `,
  'win-back': (days) => sql<Due>`
    select 'entitlement ' || entitlement.id as occasion, ${aboutEntitlement}
    from entitlement join tier on tier.id = tier_id
    where ${endedBetween(daysAgo(days + 3), daysAgo(days))} and ${isLapsed}
      and ${hadNoLetter('win-back', sql`'entitlement ' || entitlement.id`)}
    limit ${atOnce}
  `,
};

const placeOf: Readonly<Record<MembershipLetter, string>> = {
  'trial-ending': '/account',
  'payment-failed': '/account',
  'card-expiring': '/account',
  lapse: '/subscribe',
  'win-back': '/subscribe',
};

function priceOf({ amountMinor, currency, every }: Due, { money, priceEvery }: Words): string {
  if (amountMinor === null || currency === null || every === null) return '';
  return priceEvery[every](money(amountMinor, currency));
}

/** Whom an offer may reach: who still gets a newsletter, and has said no to nothing. */
async function wantsOffers(tx: Db, subscriberId: number, addressKey: string): Promise<boolean> {
  const { rows } = await sql<{ isReader: boolean }>`
    select exists (
      select from subscription where subscriber_id = ${subscriberId} and state = 'active'
    ) as "isReader"
  `.execute(tx);
  const suppressions = await listSuppressionsOf(tx, addressKey);
  return (
    (rows[0]?.isReader ?? false) &&
    !suppressions.some(({ scope }) => ['everything', 'bulk', 'offers'].includes(scope))
  );
}

async function send(
  tx: Db,
  install: MailSetting,
  kind: MembershipLetter,
  { text, due }: { text: LetterText; due: Due },
): Promise<boolean> {
  if (!(await takeOccasion(tx, kind, due.occasion))) return false;
  const subscriber = await findSubscriberBy(tx, { id: due.subscriberId });
  const address = subscriber && parseAddress(subscriber.address);
  if (!address) return false;
  const isOffer = kind === 'win-back';
  if (isOffer && !(await wantsOffers(tx, subscriber.id, address.key))) return false;
  const setting = { ...install, language: subscriber.language };
  const { publication, publicUrl } = setting;
  const words = mailWords(setting);
  const day = new Intl.DateTimeFormat(words.locale, {
    day: 'numeric',
    month: 'long',
    timeZone: kind === 'card-expiring' ? 'UTC' : publication.timeZone,
  });
  const mail = await writeOwnLetter(
    setting,
    { address, subscriberId: subscriber.id },
    {
      kind: isOffer ? 'offer' : 'membership',
      onceKey: `${kind} ${due.occasion}`,
      text,
      values: {
        tier: due.tier,
        day: due.day === null ? '' : day.format(due.day),
        price: priceOf(due, words),
        name: subscriber.name ?? '',
      },
      buttonUrl: `${publicUrl}${placeOf[kind]}`,
      reason: isOffer
        ? words.mails.letter.offerReason(publication.name)
        : words.mails.letter.membershipReason(publication.name),
      isOffer,
    },
  );
  return queueMail(tx, setting.keys, mail);
}

/**
 * Queues every letter about a subscription that is due now, each once for its occasion. The caller rings `deliver-urgent`.
 * @returns how many mails were queued
 */
export async function sendMembershipLetters(db: Db, setting: MailSetting): Promise<number> {
  let queued = 0;
  for (const kind of Object.keys(dueOf) as MembershipLetter[]) {
    const text = await readLetterText(db, kind);
    if (!text.isOn) continue;
    const { rows } = await dueOf[kind](text.days).execute(db);
    for (const due of rows) {
      if (await db.transaction().execute((tx) => send(tx, setting, kind, { text, due }))) queued += 1;
    }
  }
  return queued;
}
