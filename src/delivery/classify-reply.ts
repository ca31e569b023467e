import { classifyRefusal } from './reply-classes/classify-refusal.ts';
import { findEnhancedCode } from './reply-classes/enhanced-code.ts';
import type { BounceClass, ReplyClass, Stage } from './reply-classes/reply-class.ts';

export { findEnhancedCode } from './reply-classes/enhanced-code.ts';
export type { ReplyClass, Stage } from './reply-classes/reply-class.ts';

export type Reply = { readonly code: number; readonly stage: Stage; readonly text: string };

/** What is known from the code and the stage alone. */
function classifyByStage({ code, stage }: Reply): ReplyClass {
  if (code === 421 || code === 503) return 'connection';
  if (stage === 'auth' || code === 530 || code === 535) return 'sender-config';
  if (stage === 'connect') return code >= 500 ? 'reputation' : 'connection';
  if (stage === 'mail' && code >= 500) return 'sender-config';
  if (code === 452) return 'rate';
  if (code === 552) return stage === 'dot' ? 'content' : 'mailbox-full';
  if (code === 556) return 'domain-dead';
  if (code >= 400 && code < 500) return 'rate';
  return 'unknown';
}

/** Classes that a refusal of the sender, before any recipient is named, can have. */
const isAboutUs = (known: BounceClass): known is 'rate' | 'connection' | 'reputation' | 'sender-config' =>
  known === 'rate' || known === 'connection' || known === 'reputation' || known === 'sender-config';

/** A reply for now says nothing final: "mailbox unavailable" with 450 is a mailbox that is busy, or a greylist. */
const forNow = (known: BounceClass): ReplyClass =>
  known === 'address-dead' || known === 'domain-dead' || known === 'expired' ? 'rate' : known;

/**
 * Says what a 4yz or 5yz reply is about, from its stage, its enhanced code and its words. The stage matters as much as the
 * code: a refusal of the sender says nothing about the reader.
 */
export function classifyReply(reply: Reply): ReplyClass {
  const { code, stage } = reply;
  if (code === 503 || stage === 'auth') return classifyByStage(reply);
  const known = classifyRefusal({ ...reply, text: reply.text.slice(0, 1024) });
  if (stage === 'connect' || stage === 'mail' || code === 421)
    return known !== null && isAboutUs(known) ? known : classifyByStage(reply);
  if (known === null) return classifyUnworded(reply);
  if (code < 500) return forNow(known);
  return known === 'expired' ? 'unknown' : known;
}

/** 5.7.1 is used for everything: at the recipient it is a policy of theirs, after the body a verdict on the content. */
function classifyUnworded(reply: Reply): ReplyClass {
  if (reply.code >= 500 && findEnhancedCode(reply.text)?.startsWith('5.7.'))
    return reply.stage === 'dot' ? 'content' : 'policy-recipient';
  return classifyByStage(reply);
}

/** Classes that touch the reader's own row for good. All others put it back and concern the lane or the mailing. */
export function refusesRow(replyClass: ReplyClass, code: number): boolean {
  if (code < 500) return false;
  switch (replyClass) {
    case 'address-dead':
    case 'domain-dead':
    case 'mailbox-disabled':
    case 'mailbox-full':
    case 'policy-recipient':
    case 'needs-smtputf8':
    case 'unknown':
      return true;
    case 'rate':
    case 'connection':
    case 'reputation':
    case 'sender-config':
    case 'content':
      return false;
    default:
      return replyClass satisfies never;
  }
}
