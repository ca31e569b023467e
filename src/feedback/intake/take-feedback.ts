import { isHard } from '../../delivery/reply-classes/reply-class.ts';
import { type SuppressionScope, listSuppressionsOf, suppressAddress } from '../../delivery/suppressions.ts';
import type { Db } from '../../platform/db.ts';
import { type KeyRing, seal } from '../../platform/key-ring.ts';
import { countStrikes, insertEvent, lastLiftedAt, lockAddress, setEffect, takeToken } from '../sql/events.ts';
import { insertEvidence } from '../sql/evidence.ts';
import type { DeliveryAbout } from '../sql/find-delivery.ts';
import { isEnough, reasonOf, ruleOf } from './consequences.ts';
import type { FeedbackEffect, FeedbackEvent, FeedbackOutcome } from './feedback-event.ts';
import { whoseMail } from './whose-mail.ts';

/** What the evidence is sealed for. */
export const evidencePurpose = 'feedback evidence';

/**
 * The one function for everything that comes back. Stores an event once and does what follows from it, in one transaction: a
 * dead address and a complaint keep the address back at once, other bounces when there are enough of them in a row
 * (`consequences.ts`). What is about no mail of ours leaves nothing behind.
 */
export async function takeFeedback(db: Db, keys: KeyRing, event: FeedbackEvent): Promise<FeedbackOutcome> {
  return db.transaction().execute(async (tx): Promise<FeedbackOutcome> => {
    if (event.usesToken !== undefined && !(await takeToken(tx, event.usesToken))) return { kind: 'forged' };
    const whose = await whoseMail(tx, keys, event.about);
    if (whose.kind !== 'found') return whose;
    const { delivery, foundBy } = whose;
    await lockAddress(tx, delivery.addressKey);
    const hard = event.class !== null && isHard(event.class);
    const eventId = await insertEvent(tx, event, { delivery, foundBy, isHard: hard });
    if (eventId === null) return { kind: 'known' };

    const effect = await follow(tx, event, delivery);
    await setEffect(tx, eventId, effect, await keepEvidence(tx, keys, event));
    return { kind: 'taken', effect, address: delivery.address };
  });
}

async function keepEvidence(tx: Db, keys: KeyRing, { evidence }: FeedbackEvent): Promise<number | null> {
  if (evidence === undefined) return null;
  return evidence.kind === 'kept'
    ? evidence.id
    : insertEvidence(tx, seal(keys, evidencePurpose, evidence.bytes));
}

async function follow(tx: Db, event: FeedbackEvent, delivery: DeliveryAbout): Promise<FeedbackEffect> {
  switch (event.kind) {
    case 'complaint':
      return keepBack(tx, delivery, 'bulk', 'complaint', wordsOf(event));
    case 'unsubscribe':
      return keepBack(tx, delivery, scopeToLeave(delivery), 'left at the mail provider', wordsOf(event));
    case 'bounce':
      return followBounce(tx, event, delivery);
    default:
      return event.kind satisfies never;
  }
}

async function followBounce(tx: Db, event: FeedbackEvent, delivery: DeliveryAbout): Promise<FeedbackEffect> {
  const rule = event.class && ruleOf(event.class);
  if (!event.class || !rule) return 'noted';
  const liftedAt = await lastLiftedAt(tx, delivery.addressKey);
  // It is about a mail from before somebody let mail go there again.
  if (liftedAt && delivery.sentAt <= liftedAt) return 'lifted since';
  const strikes = await countStrikes(tx, delivery, { classes: rule.classes, since: liftedAt });
  if (!isEnough(rule, strikes)) return 'strike';
  const counted =
    rule.strikes === 1
      ? wordsOf(event)
      : `came back on ${strikes.days} days since ${strikes.firstAt?.toISOString().slice(0, 10)}; last: ${wordsOf(event)}`;
  return keepBack(tx, delivery, rule.scope, reasonOf[event.class], counted);
}

async function keepBack(
  tx: Db,
  { addressKey }: DeliveryAbout,
  scope: SuppressionScope,
  reason: string,
  evidence: string,
): Promise<FeedbackEffect> {
  const inForce = await listSuppressionsOf(tx, addressKey);
  if (inForce.some((each) => each.scope === scope)) return 'kept back before';
  await suppressAddress(tx, { addressKey, scope, reason, evidence });
  return 'suppressed';
}

/** The newsletter that a mail was, where it was one. */
const scopeToLeave = ({ scopes }: DeliveryAbout): SuppressionScope => {
  const newsletter = scopes.find((scope) => /^newsletter:\d+$/.test(scope));
  return newsletter === undefined ? 'bulk' : `newsletter:${Number(newsletter.slice('newsletter:'.length))}`;
};

const sourceWords: Readonly<Record<FeedbackEvent['source'], string>> = {
  reply: 'said when we handed the mail over',
  report: 'a report by mail',
  file: 'a saved report',
  ses: 'told by Amazon SES',
  sendgrid: 'told by SendGrid',
  mailgun: 'told by Mailgun',
  postmark: 'told by Postmark',
  sparkpost: 'told by SparkPost',
  postal: 'told by Postal',
};

const wordsOf = ({ diagnostic, status, source, happenedAt }: FeedbackEvent): string => {
  const said = diagnostic.includes(status ?? '') ? diagnostic : `${status ?? ''} ${diagnostic}`;
  const day = happenedAt.toISOString().slice(0, 10);
  return `${said.trim().slice(0, 300) || 'without words'} (${sourceWords[source]}, ${day})`;
};
