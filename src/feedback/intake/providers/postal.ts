import { createHash, createVerify } from 'node:crypto';
import { z } from 'zod';
import {
  type ReadWebhook,
  type ToldEvent,
  judgeTold,
  momentOf,
  parseJson,
  parsePublicKey,
} from './provider.ts';

const message = z.object({ message_id: z.string().nullish(), to: z.string().nullish() });
const webhook = z.object({
  event: z.string(),
  timestamp: z.number().optional(),
  uuid: z.string().max(200).optional(),
  payload: z.object({
    status: z.string().nullish(),
    details: z.string().nullish(),
    output: z.string().nullish(),
    message: message.optional(),
    original_message: message.optional(),
    bounce: z.object({ subject: z.string().nullish() }).optional(),
  }),
});

type PostalEvent = Readonly<z.infer<typeof webhook>>;

/**
 * Postal signs the body with the key of the server (RSA with SHA-256; the older SHA-1 header is not believed). The id of the
 * request is in what is signed, so a copy of it changes nothing.
 */
export const readPostal: ReadWebhook = ({ header, body, now }, { secret }) => {
  const key = parsePublicKey(secret);
  const signature = header('x-postal-signature-256') ?? '';
  const isSigned =
    key?.asymmetricKeyType === 'rsa' &&
    createVerify('RSA-SHA256').update(body).verify(key, signature, 'base64');
  if (!isSigned) return Promise.resolve({ kind: 'forged' });
  const told = webhook.safeParse(parseJson(body));
  if (!told.success) return Promise.resolve({ kind: 'unreadable' });
  const event = eventOf(told.data, body, now);
  return Promise.resolve({ kind: 'events', events: event ? [event] : [] });
};

function eventOf(told: PostalEvent, body: Buffer, now: Date): ToldEvent | null {
  const { payload } = told;
  const isRefused = told.event === 'MessageDeliveryFailed';
  const of = isRefused ? payload.message : payload.original_message;
  if (!of || (!isRefused && told.event !== 'MessageBounced')) return null;
  return {
    kind: 'bounce',
    sourceId: told.uuid ?? createHash('sha256').update(body).digest('hex'),
    about: { messageId: of.message_id ?? undefined, recipient: of.to ?? undefined, isRecipientEnough: true },
    ...judgeTold({
      text: payload.output || payload.details || payload.bounce?.subject || '',
      // A bounce that came later is told without its words: it says neither who nor why for good.
      isPassing: !isRefused || payload.status === 'SoftFail',
    }),
    happenedAt: momentOf(told.timestamp, now),
    raw: told,
  };
}
