import type { VNode } from 'preact';
import type { Words } from '../../../templates/words/languages.ts';
import { ConfirmedPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { preferencesUrl } from '../../audience/reader-links.ts';
import { listSubscriptionsOf } from '../../audience/subscribers.ts';
import { readTierName } from '../../membership/entitlements.ts';
import type { ConfirmJoinOutcome } from '../../membership/join.ts';
import type { Newsletter, Rhythm } from '../../newsletters/newsletter.ts';
import { readSite } from './reader-site.ts';
import type { Visit } from './visit.ts';

/** When it comes, in words: its own times where there is nothing to choose, else the rhythm. */
export const rhythmInWords = ({ rhythms, frequency }: Newsletter, rhythm: Rhythm, words: Words): string =>
  rhythms.length > 1 ? words.choices.rhythms[rhythm] : frequency;

type Confirmed = Extract<ConfirmJoinOutcome, { kind: 'confirmed' }>;

/** What is true after a confirmation, and the way to change it. */
export async function renderConfirmed(visit: Visit, confirmed: Confirmed): Promise<VNode> {
  const { db, keys, words } = visit;
  const { subscriberId, newsletters, requestedTier } = confirmed;
  const [{ site }, subscriptions, tier] = await Promise.all([
    readSite(visit),
    listSubscriptionsOf(db, subscriberId),
    readTierName(db, subscriberId),
  ]);
  const rhythmOf = (newsletter: Newsletter): Rhythm =>
    subscriptions.find(({ newsletterId }) => newsletterId === newsletter.id)?.rhythm ??
    newsletter.defaultRhythm;
  return ConfirmedPage({
    site,
    newsletters: newsletters.map((newsletter) => ({
      name: newsletter.name,
      rhythm: rhythmInWords(newsletter, rhythmOf(newsletter), words),
    })),
    tier,
    askedTier: requestedTier && requestedTier.name !== tier ? requestedTier.name : undefined,
    preferencesHref: preferencesUrl(keys, '', subscriberId),
  });
}

/** A second press, or the page of a sign-up that was confirmed on another device. */
export async function renderConfirmedBefore(visit: Visit): Promise<VNode> {
  const { confirm, frame } = visit.words;
  const { site } = await readSite(visit);
  return MessagePage({
    site,
    title: confirm.done,
    sentences: [confirm.doneBefore],
    link: { href: '/', text: frame.readToday },
  });
}
