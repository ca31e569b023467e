import type { BounceClass } from './reply-class.ts';

// A digit or a dot on either side would make it a piece of an IP address or of a version.
const enhancedCode = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/;

/** The enhanced status code of a reply (RFC 3463), such as `5.1.1`; null when it has none. */
export function findEnhancedCode(text: string): string | null {
  return enhancedCode.exec(text.slice(0, 512))?.[0] ?? null;
}

/**
 * The codes that mean something on their own. Missing on purpose: x.0.0, 5.1.0, 5.2.0, 5.3.0, 5.4.1, 5.5.x and plain 5.7.x,
 * which mail systems use for everything; there the words decide, or the class stays unknown.
 */
const byEnhancedCode: ReadonlyArray<readonly [RegExp, BounceClass]> = [
  [/^5\.1\.[136]$/, 'address-dead'],
  [/^5\.1\.(?:2|10)$|^5\.4\.(?:4|310)$/, 'domain-dead'],
  [/^5\.1\.[78]$/, 'sender-config'],
  [/^[45]\.2\.1$/, 'mailbox-disabled'],
  [/^[45]\.2\.2$/, 'mailbox-full'],
  [/^5\.2\.(?:121|122)$/, 'rate'],
  [/^5\.7\.(?:23|25|26|27|29|30|31|32|509|515)$/, 'sender-config'],
  [/^5\.7\.(?:28|511|606|7\d\d)$/, 'reputation'],
  [/^5\.7\.(?:2|12|12[0-9]|13[0-6])$|^5\.2\.3$/, 'policy-recipient'],
  [/^5\.6\.7$/, 'needs-smtputf8'],
  [/^5\.(?:6\.\d+|3\.4)$/, 'content'],
  [/^4\.7\.\d+$/, 'rate'],
  [/^[45]\.4\.7$/, 'expired'],
  [/^4\.[34]\.\d+$|^5\.4\.6$|^5\.4\.1[24]$|^5\.3\.[12]$/, 'connection'],
];

/** What the code alone says; null for the codes that are used for everything. */
export function classOfEnhancedCode(code: string): BounceClass | null {
  return byEnhancedCode.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}
