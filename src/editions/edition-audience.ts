import { sql } from 'kysely';
import { followedSections } from '../audience/followed-sections.ts';
import {
  type AudienceCount,
  activeNewslettersBut,
  countAudience,
  hasActive,
  isActiveNow,
  isKeptBack,
} from '../audience/reachable.ts';
import type { Audience } from '../delivery/mailings.ts';
import { tierRankOf } from '../membership/access.ts';
import type { Db, Fragment } from '../platform/db.ts';
import { isInPlaceOf } from './digests/combined.ts';
import type { OwnHour } from './digests/own-hours.ts';
import { readEditionParts } from './edition-parts.ts';
import type { Gate, StoryGate } from './gates.ts';
import { joinMailedStories, lockMailedStories } from './mailed-stories.ts';
import { type SpokenLanguages, greetingFor, variantFor } from './spoken-languages.ts';
import { type Division, divide } from './subject-test/arms.ts';
import type { Edition } from './sql/editions.ts';

/** An edition as far as its readers are concerned. */
export type Addressed = Pick<Edition, 'newsletterId' | 'rhythm' | 'mailingId'>;

/** Whether a story is new to the row's reader, and wanted. Reads the joins of {@link joinsOf}. */
const isWanted = ({ articleId, sectionId, newsletterIds }: StoryGate): Fragment => {
  const isNew = sql`coalesce(${articleId}::integer <> all (had.articles), true)`;
  const isFollowed =
    sectionId === null
      ? sql`true`
      : sql`coalesce(${sectionId}::integer = any (follows.sections), follows.sections is null)`;
  const isTaken =
    newsletterIds === null
      ? sql`true`
      : sql`coalesce(has.newsletters && ${[...newsletterIds]}::integer[], true)`;
  return sql`(${isNew} and ${isFollowed} and ${isTaken})`;
};

const isOpenFor = ({ leastRank, belowRank, unlessHas, stories }: Gate): Fragment => {
  const rank = tierRankOf(sql`subscriber.id`);
  const conditions = [
    ...(leastRank > 0 ? [sql`${rank} >= ${leastRank}::bigint`] : []),
    ...(belowRank === undefined ? [] : [sql`${rank} < ${belowRank}::bigint`]),
    ...(unlessHas === null ? [] : [sql`not ${hasActive(unlessHas.id)}`]),
    ...(stories === undefined ? [] : [sql`(${sql.join(stories.map(isWanted), sql` or `)})`]),
  ];
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
};

/** The mask as part of a statement: the bit of every gate that is open for the row's subscriber. */
const maskOf = (gates: readonly Gate[]): Fragment =>
  gates.reduce<Fragment>(
    (mask, gate) =>
      sql`${mask} | case when ${isOpenFor(gate)} then 1::bigint << ${gate.bit}::integer else 0 end`,
    sql`0::bigint`,
  );

/** The bits of which one must be set for a reader to have something to read: null where everybody has. */
const storyBits = (gates: readonly Gate[]): string | null => {
  const bits = gates.filter(({ stories }) => stories !== undefined);
  return bits.length === 0 ? null : bits.reduce((all, { bit }) => all | (1n << BigInt(bit)), 0n).toString();
};

/** What the conditions of the gates read about a reader, each looked up once. Asks for nothing that no gate reads. */
async function joinsOf(tx: Db, { newsletterId, mailingId }: Addressed, gates: readonly Gate[]) {
  const stories = gates.flatMap((gate) => gate.stories ?? []);
  if (stories.length === 0) return sql``;
  const ids = [...new Set(stories.map(({ articleId }) => articleId))];
  const had = await joinMailedStories(tx, ids, mailingId);
  const follows = stories.some(({ sectionId }) => sectionId !== null)
    ? sql`left join lateral (select ${followedSections} as sections) as follows on true`
    : sql``;
  const has = stories.some(({ newsletterIds }) => newsletterIds !== null)
    ? sql`left join lateral (select ${activeNewslettersBut(newsletterId)} as newsletters) as has on true`
    : sql``;
  return sql`${had} ${follows} ${has}`;
}

/** Each condition under which an automatic edition passes a reader over, with its reason in the receipt. */
const passedOver = ({ newsletterId, rhythm }: Addressed) =>
  rhythm === null
    ? []
    : [
        { reason: 'other rhythm', when: sql`subscription.rhythm <> ${rhythm}` },
        { reason: 'has the combined digest', when: isInPlaceOf(newsletterId) },
      ];

/** What was rendered: which blocks have gates, for readers of which languages, and who gets which subject. */
export type Rendering = {
  readonly gates: readonly Gate[];
  readonly spoken: SpokenLanguages;
  readonly division: Division;
};

/** Until when a row's reader waits: a join that gives `hour.not_before`, null for at once. */
const joinHours = (hours: readonly OwnHour[]): Fragment => sql`
  left join unnest(${hours.map(({ timeZone }) => timeZone)}::text[],
    ${hours.map(({ notBefore }) => notBefore)}::timestamptz[]) as hour (time_zone, not_before)
    on hour.time_zone = subscriber.time_zone
`;

type Part = { readonly cursor: number; readonly limit: number; readonly hours?: readonly OwnHour[] };

async function chunkOf(
  tx: Db,
  edition: Addressed,
  { gates, spoken, division }: Rendering,
  { cursor, limit, hours = [] }: Part,
): Promise<Fragment> {
  const waits = hours.length > 0;
  const joins = sql`${await joinsOf(tx, edition, gates)} ${waits ? joinHours(hours) : sql``}`;
  const notBefore = waits ? sql`, not_before` : sql``;
  const bits = storyBits(gates);
  const passes = passedOver(edition).map(({ when }) => sql`and not (${when})`);
  const readers = sql`
    select subscriber.id as recipient_id, subscriber.address, subscriber.address_key,
      ${variantFor(spoken)} as variant, (${maskOf(gates)}) as block_mask, array[${greetingFor(spoken)}] as fields ${notBefore}
    from subscription join subscriber on subscriber.id = subscription.subscriber_id ${joins}
    where subscription.newsletter_id = ${edition.newsletterId} and subscriber.id > ${cursor}::bigint
      and ${isActiveNow} and not ${isKeptBack(edition.newsletterId)} ${sql.join(passes, sql` `)}
    order by subscriber.id
  `;
  if (bits === null) return divide(sql`${readers} limit ${limit}`, division);
  // The offset keeps the mask from being computed a second time for the condition.
  const wanted = sql`
    select recipient_id, address, address_key, variant, block_mask, fields ${notBefore} from (${readers} offset 0) as reader
    where block_mask & ${bits}::bigint <> 0 order by recipient_id limit ${limit}
  `;
  return divide(wanted, division);
}

async function countReaders(
  db: Db,
  edition: Addressed,
  gates: readonly Gate[],
): Promise<readonly AudienceCount[]> {
  const bits = storyBits(gates);
  const reasons = [
    ...passedOver(edition),
    ...(bits === null
      ? []
      : [{ reason: 'had all stories', when: sql`(${maskOf(gates)}) & ${bits}::bigint = 0` }]),
  ];
  return countAudience(db, edition.newsletterId, {
    joins: await joinsOf(db, edition, gates),
    whens: sql.join(
      reasons.map(({ reason, when }) => sql`when ${when} then ${sql.lit(reason)}`),
      sql` `,
    ),
  });
}

/**
 * The reachable readers of an edition, each with the blocks they may see. One made by hand goes to all rhythms; an automatic
 * one to its own, without the readers to whom none of its stories is new.
 * @param hours until when the readers of some zones wait
 */
export const audienceOf = (
  edition: Addressed,
  rendering: Rendering,
  hours: readonly OwnHour[] = [],
): Audience => ({
  waits: hours.length > 0,
  chunk: async (cursor, limit, tx) => {
    if (storyBits(rendering.gates) !== null) await lockMailedStories(tx);
    return chunkOf(tx, edition, rendering, { cursor, limit, hours });
  },
  countLeftOut: async (tx) =>
    (await countReaders(tx, edition, rendering.gates)).filter((part) => part.reason !== 'reachable'),
});

/** Who would get an edition if it left now, and who not and why; the parts add up to all subscriptions. */
export async function countEditionAudience(
  db: Db,
  publicUrl: string,
  edition: Addressed & Pick<Edition, 'blocks'>,
): Promise<readonly AudienceCount[]> {
  if (edition.rhythm === null) return countAudience(db, edition.newsletterId);
  const { gates } = await readEditionParts(db, publicUrl, edition);
  return countReaders(db, edition, gates);
}

/** More readers than any newsletter has. */
const everybody = 2_000_000_000;

/** All of them at once, in the shape of the freeze. */
export const wholeAudience = (tx: Db, edition: Addressed, rendering: Rendering): Promise<Fragment> =>
  chunkOf(tx, edition, rendering, { cursor: 0, limit: everybody });

/** Who may get an edition made by hand at this moment, and nothing else about them. */
export const readersOf = ({ newsletterId }: Addressed): Fragment => sql`
  select subscriber.id as recipient_id, subscriber.address_key
  from subscription join subscriber on subscriber.id = subscription.subscriber_id
  where subscription.newsletter_id = ${newsletterId} and ${isActiveNow} and not ${isKeptBack(newsletterId)}
`;

/** Which blocks each subscriber may see, whoever gets the edition. */
export async function masksOf(tx: Db, edition: Addressed, gates: readonly Gate[]): Promise<Fragment> {
  const joins = await joinsOf(tx, edition, gates);
  return sql`select subscriber.id as recipient_id, (${maskOf(gates)}) as block_mask from subscriber ${joins}`;
}
