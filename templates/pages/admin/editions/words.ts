const locale = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** `4,812`, grouped as the language does it. */
export const grouped = (count: number, language: string): string =>
  new Intl.NumberFormat(locale(language)).format(count);

/** `1 reader`, `4,812 readers`; the space does not break. */
export const readers = (count: number, language: string): string => {
  const noun = new Intl.PluralRules('en').select(count) === 'one' ? 'reader' : 'readers';
  return `${grouped(count, language)}\u00a0${noun}`;
};

/** Why somebody who takes the newsletter does not get an edition, as the second half of a sentence. */
export const leftOutWords = (reason: string): string => {
  switch (reason) {
    case 'pending':
      return 'have not confirmed yet';
    case 'paused':
      return 'have paused it';
    case 'left':
      return 'have left';
    case 'suppressed':
      return 'kept back after a bounce, a complaint or at their own wish';
    default:
      return reason;
  }
};

/** Why a reader did not get it, where that is not their address. */
export const failureWords = (reason: string): string => {
  switch (reason) {
    case 'expired':
      return 'the mail server took too long';
    case 'stopped':
      return 'the send was stopped';
    case 'mailbox-full':
      return 'their mailbox was full';
    case 'reputation':
    case 'sender-config':
      return 'their provider refused us as a sender';
    case 'content':
      return 'their provider refused the content';
    case 'policy-recipient':
      return 'their provider’s rules refused it';
    case 'needs-smtputf8':
      return 'the mail server does not take their kind of address';
    default:
      return `refused: ${reason}`;
  }
};

/** Names of the outcomes as a person reads them; the keys are those of the ledger. */
export const outcomeNames = {
  accepted: 'Accepted',
  refused: 'Refused',
  suppressed: 'Suppressed',
  expired: 'Expired',
  stopped: 'Stopped',
  'in doubt': 'In doubt',
  waiting: 'Waiting',
} as const;

export type OutcomeName = keyof typeof outcomeNames;
