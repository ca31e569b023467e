import type { RowResult } from './sql/commit-window.ts';

/**
 * When a send is stopped for a look: providers judge by these shares, and a list in this state harms every later mail.
 * Gmail asks for complaints under 0.1 % and acts at 0.3 %; dead addresses above some per cent mark a list as bought or old.
 */
const refusalLimits = { leastMails: 200, deadShare: 0.05, contentShare: 0.01 };

type Counts = { mails: number; dead: number; content: number };

/** Watches what becomes of the mails of each mailing that this process hands over. */
export type RefusalWatch = {
  /** Why the mailing has to pause, in words; null while all is well. */
  readonly note: (mailingId: number, result: RowResult) => string | null;
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Each sender sees a sample of the audience of its own, so nothing has to be counted in the database while it sends. */
export function createRefusalWatch(limits = refusalLimits): RefusalWatch {
  const mailings = new Map<number, Counts>();

  function reasonOf({ mails, dead, content }: Counts): string | null {
    if (mails < limits.leastMails) return null;
    if (dead / mails > limits.deadShare)
      return `${percent(dead / mails)} of the addresses do not exist. Please look where these readers come from before it goes on.`;
    if (content / mails > limits.contentShare)
      return `${percent(content / mails)} of the mails were refused for their content. Please look at the text before it goes on.`;
    return null;
  }

  return {
    note(mailingId, { outcome, replyClass }) {
      if (outcome === 'postponed' || outcome === 'expired') return null;
      const counts = mailings.get(mailingId) ?? { mails: 0, dead: 0, content: 0 };
      counts.mails += 1;
      if (replyClass === 'address-dead' || replyClass === 'domain-dead') counts.dead += 1;
      if (replyClass === 'content') counts.content += 1;
      const reason = reasonOf(counts);
      // Whoever resumes has looked: the next sample begins anew.
      if (reason === null) mailings.set(mailingId, counts);
      else mailings.delete(mailingId);
      return reason;
    },
  };
}
