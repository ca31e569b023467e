import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { takeToken } from '../sql/events.ts';
import { noteRequest } from '../sql/sources.ts';
import type { FeedbackOutcome, ProviderName } from './feedback-event.ts';
import { readMailgun } from './providers/mailgun.ts';
import { readPostal } from './providers/postal.ts';
import { readPostmark } from './providers/postmark.ts';
import type { FetchText, ReadWebhook, ToldEvent, WebhookRequest } from './providers/provider.ts';
import { readSendGrid } from './providers/sendgrid.ts';
import { readSes } from './providers/ses.ts';
import { readSparkPost } from './providers/sparkpost.ts';
import { findProof } from './sources.ts';
import { takeFeedback } from './take-feedback.ts';

const readers: Readonly<Record<ProviderName, ReadWebhook>> = {
  ses: readSes,
  sendgrid: readSendGrid,
  mailgun: readMailgun,
  postmark: readPostmark,
  sparkpost: readSparkPost,
  postal: readPostal,
};

export type WebhookOutcome =
  /** Everything in it is committed; only now may the provider hear so. */
  | { readonly kind: 'taken'; readonly outcomes: readonly FeedbackOutcome[] }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'forged' | 'stale' | 'unreadable' | 'not-set-up' };

const problems = {
  forged: 'A request came that the provider did not sign, or with another secret',
  stale: 'A request came that was signed long ago: a copy, or a clock that is wrong',
  unreadable: 'A request came in a form that we do not know',
} as const;

/**
 * Takes a provider's webhook in: proves it, then every event goes the way of all feedback. A request that fails half way is
 * refused as a whole, and what was taken of it is known when it comes again.
 * @param fetchText fetches the certificate of SNS and confirms a subscription
 */
export async function takeWebhook(
  db: Db,
  keys: KeyRing,
  provider: ProviderName,
  request: WebhookRequest,
  fetchText: FetchText,
): Promise<WebhookOutcome> {
  const proof = await findProof(db, keys, provider);
  if (!proof) return { kind: 'not-set-up' };
  const reading = await readers[provider](request, proof, fetchText);
  switch (reading.kind) {
    case 'forged':
    case 'stale':
    case 'unreadable':
      await noteRequest(db, provider, problems[reading.kind]);
      return reading;
    case 'confirm':
      await fetchText(reading.url);
      await noteRequest(db, provider, null);
      return { kind: 'confirmed' };
    case 'events':
      return takeEvents(db, keys, provider, reading);
    default:
      return reading satisfies never;
  }
}

async function takeEvents(
  db: Db,
  keys: KeyRing,
  provider: ProviderName,
  { events, usesToken }: { readonly events: readonly ToldEvent[]; readonly usesToken?: string },
): Promise<WebhookOutcome> {
  // A signature that covers no body is used up also by an event that says nothing to us.
  if (events.length === 0 && usesToken !== undefined && !(await takeToken(db, usesToken)))
    return { kind: 'forged' };
  const outcomes: FeedbackOutcome[] = [];
  for (const { raw, ...event } of events) {
    const evidence = { kind: 'new', bytes: Buffer.from(JSON.stringify(raw, null, 2)) } as const;
    const outcome = await takeFeedback(db, keys, { ...event, source: provider, evidence, usesToken });
    if (outcome.kind === 'forged' && usesToken !== undefined) return { kind: 'forged' };
    outcomes.push(outcome);
  }
  await noteRequest(db, provider, null);
  return { kind: 'taken', outcomes };
}
