import { wordsIn } from '../words/languages.ts';
import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type NewAddressMail = {
  readonly publication: MailPublication;
  readonly maskedOldAddress: string;
  readonly confirmUrl: string;
};

/** Asks whoever reads at a new address whether mail may come there. */
export function newAddressMail({
  publication,
  maskedOldAddress,
  confirmUrl,
}: NewAddressMail): Promise<MailTemplate> {
  const words = wordsIn(publication.language).mails.newAddress;
  return renderLetter({
    publication,
    subject: words.subject(publication.name),
    preheader: words.preheader,
    headline: words.headline,
    parts: [
      { kind: 'paragraph', words: words.text(maskedOldAddress, publication.name) },
      { kind: 'button', words: words.yes, url: confirmUrl },
      { kind: 'small', words: words.good },
      { kind: 'small', words: words.notYou },
    ],
    reason: words.reason(publication.name),
  });
}

export type AddressChangedMail = {
  readonly publication: MailPublication;
  readonly maskedAddress: string;
};

/** Tells the old address that mail goes elsewhere from now on. */
export function addressChangedMail({
  publication,
  maskedAddress,
}: AddressChangedMail): Promise<MailTemplate> {
  const words = wordsIn(publication.language).mails.addressChanged;
  return renderLetter({
    publication,
    subject: words.subject,
    preheader: words.preheader(maskedAddress),
    headline: words.headline,
    parts: [
      { kind: 'paragraph', words: words.text(publication.name, maskedAddress) },
      { kind: 'paragraph', words: words.notYou },
    ],
    reason: words.reason(publication.name),
  });
}
