/** What a refusal is about; see the table in README.md for what each does to the row, the lane and the reader. */
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

/** Where in the SMTP conversation a reply came. */
export type Stage = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot';

export type Reply = { readonly code: number; readonly stage: Stage; readonly text: string };

const enhancedCode = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/;

/** The enhanced status code of a reply (RFC 3463), such as `5.1.1`; null when it has none. */
export function findEnhancedCode(text: string): string | null {
  return enhancedCode.exec(text.slice(0, 512))?.[0] ?? null;
}

const byEnhancedCode: ReadonlyArray<readonly [RegExp, ReplyClass]> = [
  [/^5\.1\.[136]$/, 'address-dead'],
  [/^5\.1\.(?:2|10)$|^5\.4\.4$/, 'domain-dead'],
  [/^[45]\.2\.1$/, 'mailbox-disabled'],
  [/^[45]\.2\.2$/, 'mailbox-full'],
  [/^5\.7\.(?:23|25|26|27|29|30|31|32|509|515)$/, 'sender-config'],
  [/^5\.7\.28$/, 'reputation'],
  [/^5\.6\.7$/, 'needs-smtputf8'],
  [/^5\.(?:6\.\d+|3\.4)$/, 'content'],
  [/^4\.7\.\d+$/, 'rate'],
  [/^4\.[34]\.\d+$/, 'connection'],
  [/^5\.2\.3$/, 'policy-recipient'],
];

const byText: ReadonlyArray<readonly [RegExp, ReplyClass]> = [
  [
    /user unknown|unknown user|no such (?:user|mailbox|recipient)|mailbox (?:not found|unavailable)|does not exist/i,
    'address-dead',
  ],
  [/over ?quota|mailbox (?:is )?full|quota exceeded/i, 'mailbox-full'],
  [/account (?:is )?disabled|mailbox (?:is )?disabled|inactive/i, 'mailbox-disabled'],
  [/greylist|try again later|too (?:many|fast)|rate limit/i, 'rate'],
  [/blocked using|block ?list|blacklist|reputation|spamhaus/i, 'reputation'],
  [/spam|content rejected|virus|message too large/i, 'content'],
];

function classifyByStage({ code, stage }: Reply): ReplyClass {
  if (code === 421 || code === 503) return 'connection';
  if (stage === 'auth' || code === 530 || code === 535) return 'sender-config';
  if (stage === 'connect') return code >= 500 ? 'reputation' : 'connection';
  if (stage === 'mail' && code >= 500) return 'sender-config';
  if (code === 452) return 'rate';
  if (code === 552 && stage === 'dot') return 'content';
  if (code >= 400 && code < 500) return 'rate';
  return 'unknown';
}

/**
 * Says what a 4yz or 5yz reply is about, from its stage, its enhanced code and, last, its words. The stage matters as much
 * as the code: a refusal of the sender says nothing about the reader.
 */
export function classifyReply(reply: Reply): ReplyClass {
  const text = reply.text.slice(0, 1024);
  if (reply.code === 421) return 'connection';
  if (reply.stage === 'rcpt' || reply.stage === 'dot') {
    const enhanced = findEnhancedCode(text);
    const known = enhanced === null ? undefined : byEnhancedCode.find(([pattern]) => pattern.test(enhanced));
    if (known) return known[1];
    const worded = byText.find(([pattern]) => pattern.test(text));
    if (worded) return worded[1];
    if (enhanced?.startsWith('5.7.')) return stageOf571(reply);
  }
  return classifyByStage(reply);
}

/** 5.7.1 is used for everything: at the recipient it is a policy of theirs, after the body a verdict on the content. */
const stageOf571 = ({ stage }: Reply): ReplyClass => (stage === 'dot' ? 'content' : 'policy-recipient');

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
