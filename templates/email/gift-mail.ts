import type { MailPublication } from './frame.ts';
import { type LetterPart, renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type GiftMail = {
  readonly publication: MailPublication;
  readonly tier: string;
  readonly months: number;
  /** Null: it comes from the newsroom. */
  readonly giver: string | null;
  readonly message: string | null;
  readonly claimUrl: string;
};

/** Tells somebody that a subscription is theirs for a while, and where to take it. */
export function giftMail({
  publication,
  tier,
  months,
  giver,
  message,
  claimUrl,
}: GiftMail): Promise<MailTemplate> {
  const from = giver ?? publication.name;
  const time = months === 1 ? 'a month' : `${months} months`;
  const parts: LetterPart[] = [
    {
      kind: 'paragraph',
      words: `${from} gives you ${tier} of ${publication.name} for ${time}. Nothing renews by itself, and there is nothing to pay.`,
    },
    ...(message === null ? [] : [{ kind: 'paragraph' as const, words: `“${message}”` }]),
    { kind: 'button', words: 'Take the gift', url: claimUrl },
    { kind: 'small', words: 'The link is good for a year, once. The time counts from the day you take it.' },
  ];
  return renderLetter({
    publication,
    subject: giver === null ? `A gift from ${publication.name}` : `${giver} has a gift for you`,
    preheader: `${tier}, for ${time}: local stories, paid for.`,
    headline: 'A gift for you',
    parts,
    reason: `You get this once, because somebody gave your address to ${publication.name} for this gift. It puts you on no list.`,
  });
}
