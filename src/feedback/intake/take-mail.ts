import { parseAddress } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { parseBounce } from '../bounce/parse-bounce.ts';
import type { BouncedRecipient, FeedbackMail } from '../feedback-mail.ts';
import type { FeedbackEvent, FeedbackEvidence, FeedbackHints, FeedbackOutcome } from './feedback-event.ts';
import { takeFeedback } from './take-feedback.ts';
import { whoseMail } from './whose-mail.ts';

type MailToTake = {
  readonly source: 'report' | 'file';
  readonly bytes: Uint8Array;
  readonly digest: string;
  /** The address it came to, as far as known. */
  readonly envelopeTo: string | undefined;
  readonly happenedAt: Date;
  readonly evidence: FeedbackEvidence;
};

type Told = Extract<FeedbackMail, { kind: 'bounce' | 'complaint' }>;

/** A mail that came back, taken in: nothing for auto-replies, delays, receipts and whatever else people and machines write. */
export async function takeMail(db: Db, keys: KeyRing, mail: MailToTake): Promise<readonly FeedbackOutcome[]> {
  const told = parseBounce(mail.bytes);
  if (told.kind !== 'bounce' && told.kind !== 'complaint') return [];
  const about: FeedbackHints = {
    envelopeTo: mail.envelopeTo,
    returnPath: told.original.returnPath ?? undefined,
    messageId: told.original.messageId ?? undefined,
  };
  const whose = await whoseMail(db, keys, about);
  if (whose.kind === 'forged') return [whose];
  const events =
    whose.kind === 'found'
      ? [eventOf(mail, told, about, chosen(told, whose.delivery.addressKey))]
      : eventsByRecipient(mail, told, about);
  const outcomes: FeedbackOutcome[] = [];
  for (const event of events) outcomes.push(await takeFeedback(db, keys, event));
  return outcomes;
}

/**
 * Which finding is about our reader: the one that names the address, else the mildest, since a forwarding may have spread the
 * mail to several people.
 */
function chosen(told: Told, addressKey: string): BouncedRecipient | null {
  if (told.kind === 'complaint') return null;
  const isOurs = (text: string | null) => text !== null && parseAddress(text)?.key === addressKey;
  const named = told.recipients.find(
    ({ recipient, originalRecipient }) => isOurs(recipient) || isOurs(originalRecipient),
  );
  return named ?? told.recipients.find(({ hard }) => !hard) ?? told.recipients[0] ?? null;
}

/** Only a saved mail that somebody hands in is believed by its recipients alone. */
function eventsByRecipient(mail: MailToTake, told: Told, about: FeedbackHints): readonly FeedbackEvent[] {
  const isRecipientEnough = mail.source === 'file';
  if (told.kind === 'complaint')
    return told.recipients.map((recipient, at) =>
      eventOf(mail, told, { ...about, recipient, isRecipientEnough }, null, at),
    );
  return told.recipients.map((finding, at) => {
    const recipient = finding.originalRecipient ?? finding.recipient ?? undefined;
    return eventOf(mail, told, { ...about, recipient, isRecipientEnough }, finding, at);
  });
}

/** "opt-out" is a goodbye in the form of a complaint (RFC 5965 and its registry). */
const isGoodbye = (told: Told): boolean =>
  told.kind === 'complaint' && told.feedbackType.startsWith('opt-out');

function eventOf(
  { source, digest, happenedAt, evidence }: MailToTake,
  told: Told,
  about: FeedbackHints,
  finding: BouncedRecipient | null,
  at = 0,
): FeedbackEvent {
  const kind = isGoodbye(told) ? 'unsubscribe' : told.kind;
  return {
    kind,
    source,
    sourceId: `${digest}/${at}`,
    about,
    class: told.kind === 'bounce' ? (finding?.class ?? 'unknown') : null,
    status: finding?.status ?? null,
    diagnostic: finding?.reason ?? (told.kind === 'complaint' ? told.feedbackType : ''),
    happenedAt,
    evidence,
  };
}
