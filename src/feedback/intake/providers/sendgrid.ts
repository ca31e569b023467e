import { createHash, createVerify } from 'node:crypto';
import { z } from 'zod';
import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import {
  type ReadWebhook,
  type ToldEvent,
  isNow,
  judgeTold,
  momentOf,
  parseJson,
  parsePublicKey,
} from './provider.ts';

const event = z.object({
  event: z.string(),
  email: z.string(),
  timestamp: z.number().optional(),
  sg_event_id: z.string().max(200).optional(),
  'smtp-id': z.string().optional(),
  type: z.string().optional(),
  reason: z.string().optional(),
  status: z.string().optional(),
  bounce_classification: z.string().optional(),
});

type SendGridEvent = Readonly<z.infer<typeof event>>;

const classes: Readonly<Record<string, BounceClass>> = {
  'Invalid Address': 'address-dead',
  'Mailbox Unavailable': 'unknown',
  Content: 'content',
  Reputation: 'reputation',
  'Frequency or Volume Too High': 'rate',
  Technical: 'connection',
};

/** What SendGrid did not even try, and why. */
const dropped: Readonly<Record<string, ToldEvent['kind']>> = {
  'Bounced Address': 'bounce',
  Invalid: 'bounce',
  'Spam Reporting Address': 'complaint',
  'Unsubscribed Address': 'unsubscribe',
};

const kinds: Readonly<Record<string, ToldEvent['kind']>> = {
  bounce: 'bounce',
  spamreport: 'complaint',
  unsubscribe: 'unsubscribe',
  group_unsubscribe: 'unsubscribe',
};

const kindOf = ({ event: name, reason = '' }: SendGridEvent): ToldEvent['kind'] | undefined =>
  name === 'dropped' ? dropped[reason] : kinds[name];

/** SendGrid signs moment and body (ECDSA on P-256). It tells of many mails at once. */
export const readSendGrid: ReadWebhook = ({ header, body, now }, { secret }) => {
  const key = parsePublicKey(secret);
  const timestamp = header('x-twilio-email-event-webhook-timestamp') ?? '';
  const signature = header('x-twilio-email-event-webhook-signature') ?? '';
  const isSigned =
    key?.asymmetricKeyType === 'ec' &&
    createVerify('sha256').update(timestamp).update(body).verify(key, signature, 'base64');
  if (!isSigned) return Promise.resolve({ kind: 'forged' });
  if (!isNow(Number(timestamp), now)) return Promise.resolve({ kind: 'stale' });
  const told = z.array(z.unknown()).safeParse(parseJson(body));
  if (!told.success) return Promise.resolve({ kind: 'unreadable' });
  return Promise.resolve({
    kind: 'events',
    events: told.data.flatMap((each): ToldEvent[] => {
      const read = event.safeParse(each).data;
      const kind = read && kindOf(read);
      return read && kind ? [eventOf(read, kind, each, now)] : [];
    }),
  });
};

function eventOf(told: SendGridEvent, kind: ToldEvent['kind'], raw: unknown, now: Date): ToldEvent {
  const own = createHash('sha256').update(JSON.stringify(raw)).digest('hex');
  const reason = told.reason ?? '';
  return {
    kind,
    sourceId: told.sg_event_id ?? own,
    about: { messageId: told['smtp-id'], recipient: told.email, isRecipientEnough: true },
    ...(kind === 'bounce'
      ? judgeTold({
          text: reason,
          status: told.status,
          hint: told.event === 'dropped' ? 'address-dead' : classes[told.bounce_classification ?? ''],
          // "blocked" is for now: SendGrid itself goes on mailing the address.
          isPassing: told.type === 'blocked',
        })
      : { class: null, status: null, diagnostic: reason }),
    happenedAt: momentOf(told.timestamp, now),
    raw,
  };
}
