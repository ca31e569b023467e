import { wordsIn } from '../words/languages.ts';
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
  const words = wordsIn(publication.language).mails.gift;
  const parts: LetterPart[] = [
    { kind: 'paragraph', words: words.text(giver ?? publication.name, tier, publication.name, months) },
    ...(message === null ? [] : [{ kind: 'paragraph' as const, words: `“${message}”` }]),
    { kind: 'button', words: words.take, url: claimUrl },
    { kind: 'small', words: words.good },
  ];
  return renderLetter({
    publication,
    subject: giver === null ? words.subjectFromUs(publication.name) : words.subject(giver),
    preheader: words.preheader(tier, months),
    headline: words.headline,
    parts,
    reason: words.reason(publication.name),
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
  const words = wordsIn(publication.language).mails.giftReceipt;
  const parts: LetterPart[] =
    recipient === null
      ? [
          { kind: 'paragraph', words: words.link },
          { kind: 'button', words: words.button, url: claimUrl },
          { kind: 'small', words: words.waits },
        ]
      : [{ kind: 'paragraph', words: words.onItsWay(recipient) }];
  return renderLetter({
    publication,
    subject: words.subject,
    preheader: words.preheader(tier, months),
    headline: words.headline,
    parts: [{ kind: 'paragraph', words: words.text(tier, publication.name, months, amount) }, ...parts],
    reason: words.reason(publication.name),
  });
}
