import { classOfWording, soundsLikeDeadAddress } from './class-of-wording.ts';
import { classOfEnhancedCode, findEnhancedCode } from './enhanced-code.ts';
import type { BounceClass, Stage } from './reply-class.ts';

export type Refusal = {
  readonly text: string;
  /** The reply code, where one is known. */
  readonly code?: number | undefined;
  readonly stage?: Stage | undefined;
};

// A filter that answers after it has seen the body says "unknown user" on purpose: the carriers of Japan let their
// customers refuse whole domains that way.
const carrier =
  /(?:docomo|ezweb|softbank|vodafone|willcom|au\.com|disney|uqmobile|\bau)\S{0,12}\.?(?:ne\.jp|co\.jp|jp|com)?/i;
const mayHideBehindUnknown = ({ text, stage }: Refusal): boolean =>
  (stage === 'dot' || stage === 'data') && carrier.test(text);

/** What a plain "rejected" means follows from where it was said: 5.7.x is a policy, and so is a refusal of the body. */
function isPlainlyDead({ text, code, stage }: Refusal, enhanced: string | null): boolean {
  if (stage !== undefined && stage !== 'rcpt') return false;
  if (enhanced?.startsWith('5.7.') || enhanced?.startsWith('4.')) return false;
  if (code !== undefined && (code < 500 || code === 552)) return false;
  return soundsLikeDeadAddress(text);
}

/** Before a recipient was named, "unknown" was said of the sender or of our host. */
function deadAtStage(worded: 'address-dead' | 'domain-dead', refusal: Refusal): BounceClass {
  if (refusal.stage === 'mail') return 'sender-config';
  if (refusal.stage === 'connect') return 'reputation';
  return worded === 'address-dead' && mayHideBehindUnknown(refusal) ? 'policy-recipient' : worded;
}

/**
 * Reads one refusal: words first, since 5.0.0, 5.1.0 and 5.7.1 stand before everything and 5.1.1 before blocks; then a
 * code that means one thing; then words that are only a hint. Null when none of them says anything.
 */
export function classifyRefusal(refusal: Refusal): BounceClass | null {
  const worded = classOfWording(refusal.text);
  if (worded === 'address-dead' || worded === 'domain-dead') return deadAtStage(worded, refusal);
  const enhanced = findEnhancedCode(refusal.text);
  const coded = enhanced === null ? null : classOfEnhancedCode(enhanced);
  if (worded === 'policy-recipient' || worded === 'connection' || worded === 'rate' || worded === 'expired') {
    // Vague words beside the exact code of a dead address: the code is right.
    if (coded === 'address-dead') return coded;
  }
  if (worded !== null) return worded;
  if (coded !== null) return coded;
  return isPlainlyDead(refusal, enhanced) ? 'address-dead' : null;
}
