/** What a refusal is about; see the table in docs/bounce-classifier.md for what each does to the row, the lane and the reader. */
export type ReplyClass =
  | 'address-dead'
  | 'domain-dead'
  | 'mailbox-disabled'
  | 'mailbox-full'
  | 'rate'
  | 'connection'
  | 'reputation'
  | 'sender-config'
  | 'content'
  | 'policy-recipient'
  | 'needs-smtputf8'
  | 'unknown';

/** A report that comes later may also say that somebody on the way gave up: it says nothing about the reader. */
export type BounceClass = ReplyClass | 'expired';

/** Where in the SMTP conversation a reply came. */
export type Stage = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot';

/** Hard: the address or its domain is not there. Nothing else ends a subscription at once. */
export const isHard = (bounceClass: BounceClass): boolean =>
  bounceClass === 'address-dead' || bounceClass === 'domain-dead';
