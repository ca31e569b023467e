import type { BounceClass } from '../../delivery/reply-classes/reply-class.ts';
import type { SuppressionScope } from '../../delivery/suppressions.ts';

const day = 86_400_000;

/** What repeated bounces of some classes lead to. */
export type StrikeRule = {
  /** Bounces of these classes are counted together. */
  readonly classes: readonly BounceClass[];
  /** On so many days. */
  readonly strikes: number;
  /** The last of them at least so long after the first. */
  readonly spanMs: number;
  readonly scope: SuppressionScope;
};

/**
 * By class, as in docs/bounces.md. A dead address gets no mail at all. Where an address may come back to life, only bulk mail
 * is kept back: a code that its owner asks for still goes, and a new sign-up lifts it. Classes without a rule are about us,
 * the way or the text, never about the reader.
 */
const rules: readonly StrikeRule[] = [
  { classes: ['address-dead'], strikes: 1, spanMs: 0, scope: 'everything' },
  { classes: ['domain-dead'], strikes: 2, spanMs: day, scope: 'everything' },
  { classes: ['mailbox-disabled'], strikes: 3, spanMs: 14 * day, scope: 'bulk' },
  { classes: ['policy-recipient'], strikes: 3, spanMs: 0, scope: 'bulk' },
  { classes: ['mailbox-full', 'expired', 'unknown'], strikes: 5, spanMs: 30 * day, scope: 'bulk' },
];

export const ruleOf = (bounceClass: BounceClass): StrikeRule | null =>
  rules.find(({ classes }) => classes.includes(bounceClass)) ?? null;

/** The bounces in a row that count under a rule, this one among them. */
export type Strikes = { readonly days: number; readonly firstAt: Date | null; readonly lastAt: Date | null };

/** Whether it is enough now. */
export const isEnough = ({ strikes, spanMs }: StrikeRule, { days, firstAt, lastAt }: Strikes): boolean =>
  days >= strikes && firstAt !== null && lastAt !== null && lastAt.getTime() - firstAt.getTime() >= spanMs;

/** Why an address is kept back, as people read it. */
export const reasonOf: Readonly<Record<BounceClass, string>> = {
  'address-dead': 'dead address',
  'domain-dead': 'dead domain',
  'mailbox-disabled': 'mailbox disabled',
  'mailbox-full': 'mailbox full',
  'policy-recipient': 'refuses our mail',
  'needs-smtputf8': 'letters the way cannot carry',
  expired: 'cannot be reached',
  unknown: 'mail comes back',
  rate: 'too much at once',
  connection: 'the way is disturbed',
  reputation: 'our sending address is blocked',
  'sender-config': 'our sender is refused',
  content: 'the content is refused',
};
