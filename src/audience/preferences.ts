import type { ReaderProblem } from '../../templates/words/languages.ts';
import { maskAddress } from '../delivery/address.ts';
import { liftSuppression, listSuppressionsOf, suppressAddress } from '../delivery/suppressions.ts';
import { type Newsletter, type Rhythm, listNewsletters } from '../newsletters/newsletter.ts';
import { parseOffered, readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { readToken } from '../platform/signed-token.ts';
import { parseTimeZone } from '../platform/wall-time.ts';
import { tokenPurposes } from './reader-links.ts';
import { parseReaderName } from './reader-name.ts';
import { listFollowedSections, setFollowedSections } from './followed-sections.ts';
import { recordConsents } from './sql/consents.ts';
import {
  type Subscriber,
  findSubscriberBy,
  markConfirmed,
  setLanguage,
  setName,
  setTimeZone,
} from './sql/subscribers.ts';
import {
  type Subscription,
  activate,
  end,
  listEndedSince,
  listSubscriptionsOf,
  setPause,
  setRhythm,
} from './sql/subscriptions.ts';

export type PreferenceLine = { readonly newsletter: Newsletter; readonly subscription: Subscription | null };

export type Preferences = {
  readonly subscriber: Subscriber;
  readonly maskedAddress: string;
  readonly lines: readonly PreferenceLine[];
  readonly pausedUntil: Date | null;
  /** Sections by number; none means all of them. */
  readonly followedSections: readonly number[];
};

/** The language of the owner of a preferences link; undefined for a wrong link. */
export const findLanguageByLink = async (
  db: Db,
  keys: KeyRing,
  token: string,
): Promise<string | null | undefined> => (await findByPreferencesToken(db, keys, token))?.language;

async function findByPreferencesToken(db: Db, keys: KeyRing, token: string): Promise<Subscriber | null> {
  const [, subscriberId] = readToken(keys, tokenPurposes.preferences, token) ?? [];
  return subscriberId === undefined ? null : findSubscriberBy(db, { id: subscriberId });
}

/** What the owner of a preferences link has; null for a wrong link. */
export async function readPreferences(db: Db, keys: KeyRing, token: string): Promise<Preferences | null> {
  const subscriber = await findByPreferencesToken(db, keys, token);
  if (!subscriber) return null;
  const [newsletters, subscriptions, sections] = await Promise.all([
    listNewsletters(db),
    listSubscriptionsOf(db, subscriber.id),
    listFollowedSections(db, subscriber.id),
  ]);
  const lines = newsletters.map((newsletter) => ({
    newsletter,
    subscription: subscriptions.find((subscription) => subscription.newsletterId === newsletter.id) ?? null,
  }));
  return {
    subscriber,
    maskedAddress: maskAddress(subscriber.address),
    // A newsletter that is closed shows only to those who have it.
    lines: lines.filter(({ newsletter, subscription }) => newsletter.isOpen || isCurrent(subscription)),
    pausedUntil: subscriptions.find((subscription) => subscription.pausedUntil)?.pausedUntil ?? null,
    followedSections: sections,
  };
}

export const isCurrent = (subscription: Subscription | null): boolean =>
  subscription?.state === 'active' || subscription?.state === 'paused';

export type PreferencesForm = {
  readonly name: string;
  readonly newsletters: ReadonlyArray<{ readonly id: number; readonly rhythm: Rhythm | null }>;
  /** What our pages and mails speak; what is not offered, or not asked for, changes nothing. */
  readonly language?: string | undefined;
  /** On whose clock digests come; null: the paper's. Absent where the page does not ask; what is no zone changes nothing. */
  readonly timeZone?: string | null | undefined;
  /** Sections to follow, by number; absent where the page does not ask. */
  readonly sections?: readonly number[] | undefined;
};

export type SaveOutcome =
  { readonly kind: 'saved' | 'unknown' } | { readonly kind: 'bad-name'; readonly why: ReaderProblem };

const preferenceWords = 'Chosen by the reader on the preferences page';

/** Leaves one newsletter: the subscription ends and the suppression that keeps its mail back begins, together. */
export async function leaveNewsletter(
  tx: Db,
  subscriber: Subscriber,
  newsletterId: number,
  words: string,
): Promise<boolean> {
  const ended = await end(tx, subscriber.id, newsletterId, 'left');
  await suppressAddress(tx, {
    addressKey: subscriber.addressKey,
    scope: `newsletter:${newsletterId}`,
    reason: 'left',
  });
  await recordConsents(tx, subscriber.id, ended, { act: 'left', words });
  return ended.length > 0;
}

/** Takes newsletters up again for somebody who has proved the address by the link in hand. */
export async function takeUpNewsletters(
  tx: Db,
  subscriber: Subscriber,
  { ids, rhythm, words }: { ids: readonly number[]; rhythm: Rhythm | null; words: string },
): Promise<void> {
  const added = await activate(tx, subscriber.id, ids, rhythm);
  await markConfirmed(tx, subscriber.id, null);
  const { addressKey } = subscriber;
  if (ids.length > 0) await liftSuppression(tx, { addressKey, scope: 'bulk', because: 'came back' });
  for (const id of ids)
    await liftSuppression(tx, { addressKey, scope: `newsletter:${id}`, because: 'came back' });
  await recordConsents(tx, subscriber.id, added, { act: 'returned', words });
}

/** Saves the whole page at once: what is ticked is subscribed to, what is not is left. */
export async function savePreferences(
  db: Db,
  keys: KeyRing,
  token: string,
  form: PreferencesForm,
): Promise<SaveOutcome> {
  const name = parseReaderName(form.name);
  if (name.kind === 'bad-name') return name;
  const before = await readPreferences(db, keys, token);
  if (!before) return { kind: 'unknown' };
  const { subscriber } = before;
  const language = parseOffered(await readPublication(db), form.language);
  const timeZone = form.timeZone ? parseTimeZone(form.timeZone) : null;
  await db.transaction().execute(async (tx) => {
    await setName(tx, subscriber.id, name.name);
    if (language !== null) await setLanguage(tx, subscriber.id, language);
    if (form.timeZone === null || timeZone !== null) await setTimeZone(tx, subscriber.id, timeZone);
    if (form.sections !== undefined) await setFollowedSections(tx, subscriber.id, form.sections);
    for (const { newsletter, subscription } of before.lines) {
      const wanted = form.newsletters.find((line) => line.id === newsletter.id);
      if (!wanted && isCurrent(subscription))
        await leaveNewsletter(tx, subscriber, newsletter.id, preferenceWords);
      if (wanted && !isCurrent(subscription)) {
        await takeUpNewsletters(tx, subscriber, {
          ids: [newsletter.id],
          rhythm: wanted.rhythm,
          words: preferenceWords,
        });
      }
      if (wanted?.rhythm && isCurrent(subscription)) {
        const isChanged = await setRhythm(tx, subscriber.id, newsletter.id, wanted.rhythm);
        if (isChanged)
          await recordConsents(tx, subscriber.id, [newsletter.id], { act: 'rhythm', words: wanted.rhythm });
      }
    }
  });
  return { kind: 'saved' };
}

/** Pauses every newsletter of the link's owner until a moment, or ends the pause with null. False for a wrong link. */
export async function pauseReader(
  db: Db,
  keys: KeyRing,
  token: string,
  until: Date | null,
): Promise<boolean> {
  const subscriber = await findByPreferencesToken(db, keys, token);
  if (!subscriber) return false;
  await db.transaction().execute(async (tx) => {
    const ids = await setPause(tx, subscriber.id, until);
    const words = until === null ? 'The pause was ended' : `Paused until ${until.toISOString()}`;
    await recordConsents(tx, subscriber.id, ids, { act: until === null ? 'resumed' : 'paused', words });
  });
  return true;
}

/** Leaves everything, and keeps all bulk mail back until the reader signs up again. */
export async function leaveEverything(tx: Db, subscriber: Subscriber): Promise<void> {
  const ended = await end(tx, subscriber.id, null, 'left everything');
  await suppressAddress(tx, { addressKey: subscriber.addressKey, scope: 'bulk', reason: 'left everything' });
  for (const id of ended) {
    await suppressAddress(tx, {
      addressKey: subscriber.addressKey,
      scope: `newsletter:${id}`,
      reason: 'left everything',
    });
  }
  await recordConsents(tx, subscriber.id, ended, { act: 'left', words: 'Left everything' });
}

/** {@link leaveEverything} by a preferences link. Gives the masked address, or null for a wrong link. */
export async function leaveEverythingByLink(db: Db, keys: KeyRing, token: string): Promise<string | null> {
  const subscriber = await findByPreferencesToken(db, keys, token);
  if (!subscriber) return null;
  await db.transaction().execute((tx) => leaveEverything(tx, subscriber));
  return maskAddress(subscriber.address);
}

const undoHours = 24;

/** Takes "leave everything" back within a day: what ended by it goes on. False when there was nothing to take back. */
async function undoLeaveEverything(db: Db, subscriber: Subscriber, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const since = new Date(now.getTime() - undoHours * 3_600_000);
    const ids = await listEndedSince(tx, subscriber.id, 'left everything', since);
    await takeUpNewsletters(tx, subscriber, {
      ids,
      rhythm: null,
      words: 'Took the goodbye to everything back',
    });
    // Who had nothing left when they said it is reachable again all the same, for what they choose next.
    const goodbye = (await listSuppressionsOf(tx, subscriber.addressKey)).find(
      ({ scope, reason, createdAt }) =>
        scope === 'bulk' && reason === 'left everything' && createdAt >= since,
    );
    if (goodbye) {
      const { addressKey } = subscriber;
      await liftSuppression(tx, { addressKey, scope: 'bulk', because: 'took the goodbye back' });
    }
    return ids.length > 0 || goodbye !== undefined;
  });
}

/** {@link undoLeaveEverything} by a preferences link. */
export async function undoLeaveEverythingByLink(
  db: Db,
  keys: KeyRing,
  token: string,
  now: Date,
): Promise<boolean> {
  const subscriber = await findByPreferencesToken(db, keys, token);
  return subscriber !== null && undoLeaveEverything(db, subscriber, now);
}
