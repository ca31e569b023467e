import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import {
  type ReadWebhook,
  type ToldEvent,
  isAuthorized,
  judgeTold,
  momentOf,
  momentOfText,
  parseJson,
} from './provider.ts';

const event = z.object({
  type: z.string(),
  event_id: z.string().max(200).optional(),
  timestamp: z.union([z.string(), z.number()]).optional(),
  rcpt_to: z.string().optional(),
  raw_rcpt_to: z.string().optional(),
  msg_from: z.string().optional(),
  bounce_class: z.union([z.string(), z.number()]).optional(),
  raw_reason: z.string().nullish(),
  reason: z.string().nullish(),
});
const batch = z.array(z.object({ msys: z.record(z.string(), z.unknown()).optional() }));

type SparkPostEvent = Readonly<z.infer<typeof event>>;

type Meaning = { readonly hint?: BounceClass; readonly isPassing?: true; readonly isNothing?: true };

/** Their classification codes. */
const classes: Readonly<Record<string, Meaning>> = {
  10: { hint: 'address-dead' },
  20: { hint: 'unknown', isPassing: true },
  21: { hint: 'connection', isPassing: true },
  22: { hint: 'mailbox-full' },
  23: { hint: 'content' },
  24: { hint: 'expired', isPassing: true },
  25: { hint: 'policy-recipient' },
  30: { hint: 'address-dead' },
  40: { hint: 'unknown', isPassing: true },
  50: { hint: 'reputation' },
  51: { hint: 'reputation' },
  52: { hint: 'content' },
  53: { hint: 'content' },
  54: { hint: 'sender-config' },
  60: { isNothing: true },
  70: { isPassing: true },
  80: { isNothing: true },
  100: { isNothing: true },
};

const kinds: Readonly<Record<string, ToldEvent['kind']>> = {
  bounce: 'bounce',
  out_of_band: 'bounce',
  policy_rejection: 'bounce',
  spam_complaint: 'complaint',
  list_unsubscribe: 'unsubscribe',
  link_unsubscribe: 'unsubscribe',
};

/** SparkPost signs nothing: a name and a password prove it. It tells of many mails at once. */
export const readSparkPost: ReadWebhook = (request, proof) => {
  if (!isAuthorized(request, proof)) return Promise.resolve({ kind: 'forged' });
  const told = batch.safeParse(parseJson(request.body));
  if (!told.success) return Promise.resolve({ kind: 'unreadable' });
  const events = told.data
    .flatMap(({ msys }) => Object.values(msys ?? {}))
    .flatMap((raw): ToldEvent[] => {
      const read = event.safeParse(raw).data;
      const made = read && eventOf(read, raw, request.now);
      return made ? [made] : [];
    });
  return Promise.resolve({ kind: 'events', events });
};

function eventOf(told: SparkPostEvent, raw: unknown, now: Date): ToldEvent | null {
  const kind = kinds[told.type];
  const { isNothing, ...meaning } = classes[String(told.bounce_class ?? '')] ?? {};
  if (kind === undefined || (kind === 'bounce' && isNothing)) return null;
  const own = createHash('sha256').update(JSON.stringify(raw)).digest('hex');
  const words = told.raw_reason || told.reason || '';
  return {
    kind,
    sourceId: told.event_id ?? own,
    about: {
      returnPath: told.msg_from,
      recipient: told.raw_rcpt_to ?? told.rcpt_to,
      isRecipientEnough: true,
    },
    ...(kind === 'bounce'
      ? judgeTold({ text: words, ...meaning })
      : { class: null, status: null, diagnostic: told.type }),
    happenedAt: /^\d+$/.test(String(told.timestamp))
      ? momentOf(Number(told.timestamp), now)
      : momentOfText(String(told.timestamp), now),
    raw,
  };
}
