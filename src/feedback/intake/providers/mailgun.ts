import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import { hashToken, isSameSecret } from '../../../platform/random-tokens.ts';
import { type ReadWebhook, type ToldEvent, isNow, judgeTold, momentOf, parseJson } from './provider.ts';

const text = z.string().nullish();
const webhook = z.object({
  signature: z.object({
    timestamp: z.string().max(20),
    token: z.string().min(1).max(200),
    signature: z.string().max(200),
  }),
  'event-data': z.object({
    id: z.string().max(200).optional(),
    event: z.string(),
    timestamp: z.number().optional(),
    severity: text,
    reason: text,
    recipient: text,
    envelope: z.object({ sender: text }).nullish(),
    message: z.object({ headers: z.object({ 'message-id': text }).nullish() }).nullish(),
    'delivery-status': z
      .object({
        code: z.union([z.number(), z.string()]).nullish(),
        message: text,
        description: text,
        'enhanced-code': text,
        'bounce-type': text,
      })
      .nullish(),
  }),
});

type MailgunEvent = Readonly<z.infer<typeof webhook>['event-data']>;

const kinds: Readonly<Record<string, ToldEvent['kind']>> = {
  complained: 'complaint',
  unsubscribed: 'unsubscribe',
  rejected: 'bounce',
};

/** What Mailgun did not even try, since it remembers. */
const suppressed: Readonly<Record<string, ToldEvent['kind']>> = {
  'suppress-complaint': 'complaint',
  'suppress-unsubscribe': 'unsubscribe',
};

function kindOf({ event, severity, reason }: MailgunEvent): ToldEvent['kind'] | undefined {
  if (event !== 'failed') return kinds[event];
  return severity === 'permanent' ? (suppressed[reason ?? ''] ?? 'bounce') : undefined;
}

const hintOf = ({ event, reason, 'delivery-status': status }: MailgunEvent): BounceClass | undefined => {
  if (event === 'rejected') return 'content';
  if (reason === 'suppress-bounce') return 'address-dead';
  if (reason === 'old') return 'expired';
  return status?.['bounce-type'] === 'hard' ? 'address-dead' : undefined;
};

/**
 * Mailgun signs moment and token, not what it tells: whoever sees one signature could put another body beside it. So each
 * serves once and for five minutes, and a recipient alone is not believed: the mail has to be named by what only it carries.
 */
export const readMailgun: ReadWebhook = ({ body, now }, { secret }) => {
  const read = webhook.safeParse(parseJson(body));
  if (!read.success) return Promise.resolve({ kind: 'unreadable' });
  const { signature, 'event-data': told } = read.data;
  const expected = createHmac('sha256', secret)
    .update(signature.timestamp + signature.token)
    .digest('hex');
  if (!isSameSecret(expected, signature.signature)) return Promise.resolve({ kind: 'forged' });
  if (!isNow(Number(signature.timestamp), now)) return Promise.resolve({ kind: 'stale' });
  const kind = kindOf(told);
  return Promise.resolve({
    kind: 'events',
    usesToken: hashToken(signature.token),
    events: kind ? [eventOf(told, kind, signature.token, now)] : [],
  });
};

function eventOf(told: MailgunEvent, kind: ToldEvent['kind'], token: string, now: Date): ToldEvent {
  const status = told['delivery-status'];
  const words = [status?.code, status?.message, status?.description].filter(Boolean).join(' ');
  return {
    kind,
    sourceId: told.id ?? hashToken(token),
    about: {
      returnPath: told.envelope?.sender ?? undefined,
      messageId: told.message?.headers?.['message-id'] ?? undefined,
      recipient: told.recipient ?? undefined,
    },
    ...(kind === 'bounce'
      ? judgeTold({ text: words, status: status?.['enhanced-code'] ?? undefined, hint: hintOf(told) })
      : { class: null, status: null, diagnostic: told.reason ?? '' }),
    happenedAt: momentOf(told.timestamp, now),
    raw: told,
  };
}
