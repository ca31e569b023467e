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

export type GiftReceiptMail = Pick<GiftMail, 'publication' | 'tier' | 'months' | 'claimUrl'> & {
  /** What was paid, such as "£60". */
  readonly amount: string;
  /** Where the gift went by mail; null: the giver hands it over. */
  readonly recipient: string | null;
};

/** Tells somebody that their gift is paid for and on its way, or gives them the link to hand over. */
export function giftReceiptMail(mail: GiftReceiptMail): Promise<MailTemplate> {
  const { publication, tier, months, amount, recipient, claimUrl } = mail;
  const time = months === 1 ? 'a month' : `${months} months`;
  const parts: LetterPart[] =
    recipient === null
      ? [
          {
            kind: 'paragraph',
            words: 'Here is the link of your gift. Send it, print it, or put it in a card:',
          },
          { kind: 'button', words: 'The gift', url: claimUrl },
          { kind: 'small', words: 'Whoever opens it first can take the gift. It waits for a year.' },
        ]
      : [{ kind: 'paragraph', words: `A mail with your gift is on its way to ${recipient}.` }];
  return renderLetter({
    publication,
    subject: 'Your gift is ready',
    preheader: `${tier} for ${time}. Thank you.`,
    headline: 'Thank you',
    parts: [
      { kind: 'paragraph', words: `${tier} of ${publication.name} for ${time}: ${amount}, paid once.` },
      ...parts,
    ],
    reason: `You get this because you bought a gift from ${publication.name}.`,
  });
}
