const reasons: Readonly<Record<string, string>> = {
  'hidden link': 'Followed a link no person sees',
  'every link': 'Followed every link at once',
  'too fast': 'Faster than a person',
  'scanner program': 'A program, not a browser',
  'scanner network': 'From a mail filter’s network',
  'no page asked': 'Asked for no page',
  prefetch: 'Fetched ahead of a reader',
  'privacy proxy': 'Apple’s proxy, read or not',
};

/** The rule that took something out, as a person reads it. */
export const machineWords = (reason: string): string => reasons[reason] ?? reason;

const refusals: Readonly<Record<string, string>> = {
  'address-dead': 'The address does not exist',
  'domain-dead': 'The domain takes no mail',
  'mailbox-disabled': 'The mailbox is shut',
  'mailbox-full': 'The mailbox is full',
  'policy-recipient': 'The recipient does not take it',
  'needs-smtputf8': 'The server cannot read the address',
  content: 'The content was refused',
  expired: 'Tried for days, then given up',
};

export const refusalWords = (replyClass: string): string => refusals[replyClass] ?? replyClass;

/** `12.3 %`; nothing of nothing is no share. */
export function shareWords(part: number, whole: number, language: string): string {
  if (whole === 0) return '–';
  const locale = language === 'en' ? 'en-GB' : language;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: part / whole < 0.01 ? 2 : 1 });
  return `${number.format((part / whole) * 100)}\u00a0%`;
}

/** The one in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}
