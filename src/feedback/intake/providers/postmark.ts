import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import {
  type ReadWebhook,
  type ToldEvent,
  isAuthorized,
  judgeTold,
  momentOfText,
  parseJson,
} from './provider.ts';

const webhook = z.object({
  RecordType: z.string(),
  ID: z.union([z.number(), z.string()]).optional(),
  Type: z.string().optional(),
  Email: z.string().optional(),
  Recipient: z.string().optional(),
  Description: z.string().nullish(),
  Details: z.string().nullish(),
  BouncedAt: z.string().optional(),
  ChangedAt: z.string().optional(),
  SuppressSending: z.boolean().optional(),
  SuppressionReason: z.string().nullish(),
});

type PostmarkEvent = Readonly<z.infer<typeof webhook>>;

type Meaning = { readonly hint: BounceClass; readonly isPassing?: true };

/** Types of bounces that are refusals; auto-replies, delays and challenges are not among them. */
const refusals: Readonly<Record<string, Meaning>> = {
  HardBounce: { hint: 'address-dead' },
  BadEmailAddress: { hint: 'address-dead' },
  SoftBounce: { hint: 'unknown', isPassing: true },
  Undeliverable: { hint: 'unknown', isPassing: true },
  Unknown: { hint: 'unknown' },
  DnsError: { hint: 'connection', isPassing: true },
  SpamNotification: { hint: 'content' },
  Blocked: { hint: 'reputation' },
  SMTPApiError: { hint: 'sender-config' },
  DMARCPolicy: { hint: 'sender-config' },
  VirusNotification: { hint: 'content' },
};

/** Postmark signs nothing: a name and a password in its address prove it. */
export const readPostmark: ReadWebhook = (request, proof) => {
  if (!isAuthorized(request, proof)) return Promise.resolve({ kind: 'forged' });
  const raw = parseJson(request.body);
  const told = webhook.safeParse(raw);
  if (!told.success) return Promise.resolve({ kind: 'unreadable' });
  const event = eventOf(told.data, raw, request.now);
  return Promise.resolve({ kind: 'events', events: event ? [event] : [] });
};

function eventOf(told: PostmarkEvent, raw: unknown, now: Date): ToldEvent | null {
  const own = createHash('sha256').update(JSON.stringify(raw)).digest('hex');
  const base = {
    sourceId: told.ID === undefined ? own : `${told.RecordType}/${told.ID}`,
    about: { recipient: told.Email ?? told.Recipient, isRecipientEnough: true },
    happenedAt: momentOfText(told.BouncedAt ?? told.ChangedAt, now),
    class: null,
    status: null,
    diagnostic: told.Details || told.Description || '',
    raw,
  };
  if (told.RecordType === 'SpamComplaint') return { ...base, kind: 'complaint' };
  if (told.RecordType === 'SubscriptionChange') {
    const isGoodbye = told.SuppressSending === true && told.SuppressionReason === 'ManualSuppression';
    return isGoodbye ? { ...base, kind: 'unsubscribe' } : null;
  }
  const meaning = told.RecordType === 'Bounce' ? refusals[told.Type ?? ''] : undefined;
  if (!meaning) return null;
  return {
    ...base,
    kind: 'bounce',
    ...judgeTold({ text: told.Details || told.Description || '', ...meaning }),
  };
}
