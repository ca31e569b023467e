import {
  addressDead,
  addressDeadElsewhere,
  addressDeadOrDisabled,
  addressDeadPerhaps,
  domainDead,
} from './dead-wording.ts';
import { mailboxDisabled, mailboxFull } from './mailbox-wording.ts';
import { content, membersOnly, needsSmtputf8, policyRecipient } from './message-wording.ts';
import { connection, expired, expiredInQueue, rate, rateAtLast } from './passing-wording.ts';
import { plainWording } from './plain-wording.ts';
import type { BounceClass } from './reply-class.ts';
import { reputation, senderConfig } from './sender-wording.ts';
import { vendorMarks } from './vendor-marks.ts';

const dnsTryAgain =
  /host not found,? \(?try again|unable to look ?up dns|(?:name service error|dns|lookup|mx)[^.;]{0,80}(?:try again|servfail|server fail|temporar|timed? ?out)/;

/**
 * The order decides where a reply has words of two classes. What it says about us and our mail comes before what it says
 * about the reader ("blocked: too many unknown users"; "sender rejected: user unknown"), the exact before the vague.
 */
const inOrder: ReadonlyArray<readonly [BounceClass, readonly RegExp[]]> = [
  ['mailbox-full', mailboxFull],
  ['sender-config', senderConfig],
  ['rate', rate],
  ['address-dead', addressDeadOrDisabled],
  ['mailbox-disabled', mailboxDisabled],
  ['reputation', reputation],
  ['expired', expiredInQueue],
  ['policy-recipient', membersOnly],
  ['content', content],
  ['needs-smtputf8', needsSmtputf8],
  ['connection', [dnsTryAgain]],
  ['domain-dead', domainDead],
  ['address-dead', addressDead],
  ['address-dead', addressDeadElsewhere],
  ['policy-recipient', policyRecipient],
  ['expired', expired],
  ['connection', connection],
  ['rate', rateAtLast],
];

/** What the words say by themselves; null when they say nothing known. */
export function classOfWording(text: string): BounceClass | null {
  const plain = plainWording(text);
  const marked = vendorMarks.find(([pattern]) => pattern.test(plain));
  if (marked) return marked[1];
  const worded = inOrder.find(([, patterns]) => patterns.some((pattern) => pattern.test(plain)));
  return worded?.[0] ?? null;
}

/** "Recipient rejected" and the like: an address is dead where the code does not say otherwise. */
export const soundsLikeDeadAddress = (text: string): boolean => {
  const plain = plainWording(text);
  return addressDeadPerhaps.some((pattern) => pattern.test(plain));
};
