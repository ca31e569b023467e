import type { VNode } from 'preact';
import { rhythmNames } from '../../../templates/pages/reader/choices.tsx';
import { ConfirmedPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { preferencesUrl } from '../../audience/reader-links.ts';
import { listSubscriptionsOf } from '../../audience/subscribers.ts';
import { readTierName } from '../../membership/entitlements.ts';
import type { ConfirmJoinOutcome } from '../../membership/join.ts';
import type { Newsletter, Rhythm } from '../../newsletters/newsletter.ts';
import type { WebSetting } from '../web-setting.ts';
import { readSite } from './reader-site.ts';

/** When it comes, in words: its own times where there is nothing to choose, else the rhythm. */
export const rhythmInWords = ({ rhythms, frequency }: Newsletter, rhythm: Rhythm): string =>
  rhythms.length > 1 ? rhythmNames[rhythm] : frequency;

type Confirmed = Extract<ConfirmJoinOutcome, { kind: 'confirmed' }>;

/** What is true after a confirmation, and the way to change it. */
export async function renderConfirmed(setting: WebSetting, confirmed: Confirmed): Promise<VNode> {
  const { db, keys } = setting;
  const { subscriberId, newsletters, requestedTier } = confirmed;
  const [{ site }, subscriptions, tier] = await Promise.all([
    readSite(setting),
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
      rhythm: rhythmInWords(newsletter, rhythmOf(newsletter)),
    })),
    tier,
    askedTier: requestedTier && requestedTier.name !== tier ? requestedTier.name : undefined,
    preferencesHref: preferencesUrl(keys, '', subscriberId),
  });
}

/** A second press, or the page of a sign-up that was confirmed on another device. */
export async function renderConfirmedBefore(setting: WebSetting): Promise<VNode> {
  const { site } = await readSite(setting);
  return MessagePage({
    site,
    title: 'You are signed up',
    sentences: ['This sign-up is confirmed. What you chose is on its way to your doorstep.'],
    link: { href: '/', text: 'Read today’s stories' },
  });
}
