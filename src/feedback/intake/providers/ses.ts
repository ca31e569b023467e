import { z } from 'zod';
import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import {
  type ReadWebhook,
  type ToldEvent,
  type WebhookReading,
  judgeTold,
  momentOfText,
  parseJson,
} from './provider.ts';
import { type SnsMessage, confirmationUrl, isSignedBySns, parseSnsMessage } from './sns-message.ts';

const mail = z.object({
  source: z.string().optional(),
  commonHeaders: z.object({ messageId: z.string().optional() }).optional(),
});
const notification = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail,
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().default(''),
      bouncedRecipients: z.array(
        z.object({
          emailAddress: z.string(),
          status: z.string().optional(),
          diagnosticCode: z.string().optional(),
        }),
      ),
      timestamp: z.string().optional(),
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(z.object({ emailAddress: z.string() })),
      complaintFeedbackType: z.string().nullish(),
      timestamp: z.string().optional(),
    })
    .optional(),
});

type SesNotification = Readonly<z.infer<typeof notification>>;

const subTypes: Readonly<Record<string, BounceClass>> = {
  NoEmail: 'address-dead',
  // Their list of addresses that were dead elsewhere a few days ago.
  Suppressed: 'address-dead',
  OnAccountSuppressionList: 'policy-recipient',
  MailboxFull: 'mailbox-full',
  MessageTooLarge: 'content',
  ContentRejected: 'content',
  AttachmentRejected: 'content',
};

/** SNS tries a message for an hour, under the moment of the first try. */
const patienceMs = 3_600_000;

/** Amazon SES, which speaks through SNS. A message has an id that is signed, so a copy of it changes nothing. */
export const readSes: ReadWebhook = async (request, { topics }, fetchText): Promise<WebhookReading> => {
  const message = parseSnsMessage(request.body);
  if (!message) return { kind: 'unreadable' };
  if (!topics.includes(message.TopicArn)) return { kind: 'forged' };
  if (!(await isSignedBySns(message, fetchText))) return { kind: 'forged' };
  if (Math.abs(request.now.getTime() - Date.parse(message.Timestamp)) > patienceMs) return { kind: 'stale' };
  if (message.Type === 'SubscriptionConfirmation') {
    const url = confirmationUrl(message.TopicArn, message.Token ?? '');
    return url === null ? { kind: 'unreadable' } : { kind: 'confirm', url };
  }
  const told = notification.safeParse(parseJson(message.Message));
  // SES says once in words that a topic is connected.
  if (message.Type !== 'Notification' || !told.success) return { kind: 'events', events: [] };
  return { kind: 'events', events: eventsOf(message, told.data, request.now) };
};

function eventsOf({ MessageId }: SnsMessage, told: SesNotification, now: Date): readonly ToldEvent[] {
  const about = (recipient: string) => ({
    returnPath: told.mail.source,
    messageId: told.mail.commonHeaders?.messageId,
    recipient,
    isRecipientEnough: true,
  });
  const { bounce, complaint } = told;
  const bounces = (bounce?.bouncedRecipients ?? []).map(
    ({ emailAddress, status, diagnosticCode = '' }, at): ToldEvent => ({
      kind: 'bounce',
      sourceId: `${MessageId}/${at}`,
      about: about(emailAddress),
      ...judgeTold({
        text: diagnosticCode.replace(/^smtp; */i, ''),
        status,
        hint: subTypes[bounce?.bounceSubType ?? ''],
        isPassing: bounce?.bounceType !== 'Permanent',
      }),
      happenedAt: momentOfText(bounce?.timestamp, now),
      raw: told,
    }),
  );
  if (complaint?.complaintFeedbackType === 'not-spam') return bounces;
  const complaints = (complaint?.complainedRecipients ?? []).map(({ emailAddress }, at): ToldEvent => ({
    kind: 'complaint',
    sourceId: `${MessageId}/c${at}`,
    about: about(emailAddress),
    class: null,
    status: null,
    diagnostic: complaint?.complaintFeedbackType ?? 'abuse',
    happenedAt: momentOfText(complaint?.timestamp, now),
    raw: told,
  }));
  return [...bounces, ...complaints];
}
