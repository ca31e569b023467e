import { type Language, type Words, wordsIn } from '../../templates/words/languages.ts';
import type { Address } from '../delivery/address.ts';
import type { SingleMail } from '../delivery/single-mail.ts';
import { type Newsletter, listIdOf } from '../newsletters/newsletter.ts';
import { type Publication, senderOf, spokenTo } from '../newsletters/publication.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { addressChangedMail, newAddressMail } from '../../templates/email/address-mails.ts';
import { alreadySubscribedMail } from '../../templates/email/already-subscribed-mail.ts';
import { assembleHtml, assembleSubject, assembleText } from '../../templates/email/assemble.ts';
import { confirmationMail } from '../../templates/email/confirmation-mail.ts';
import type { MailPublication } from '../../templates/email/frame.ts';
import type { MailTemplate } from '../../templates/email/mail-template.ts';
import { preferencesLinkMail } from '../../templates/email/preferences-link-mail.ts';
import { signInMail } from '../../templates/email/sign-in-mail.ts';
import { welcomeMail } from '../../templates/email/welcome-mail.ts';
import { ownLetterMail } from '../../templates/email/own-letter.ts';
import { domainOf } from '../delivery/mail-sender.ts';
import { fillLetter } from './letters/letter-kinds.ts';
import { type LetterText, letterIn } from './letters/letter-texts.ts';
import { offersUrl, preferencesUrl, unsubscribeUrl } from './reader-links.ts';

/** What the mails to a reader need to know of the install. */
export type MailSetting = {
  readonly publication: Publication;
  readonly publicUrl: string;
  readonly keys: KeyRing;
  /** What the reader chose; without it, and where it is not offered any more, the publication's. */
  readonly language?: string | null | undefined;
};

/** The language a mail speaks. */
const mailLanguage = ({ publication, language }: MailSetting): Language => spokenTo(publication, language);

/** All words of that language. */
export const mailWords = (setting: MailSetting): Words => wordsIn(mailLanguage(setting));

/** The publication as the mail templates want it; in its own language, unless told. */
export const mailPublication = (
  publication: Publication,
  publicUrl: string,
  language: Language = publication.language,
): MailPublication => ({
  language,
  name: publication.name,
  town: publication.town,
  url: publicUrl,
  postalAddress: publication.postalAddress,
  accent: publication.accent,
});

/** The publication in the language of a mail. */
export const publicationOf = (setting: MailSetting): MailPublication =>
  mailPublication(setting.publication, setting.publicUrl, mailLanguage(setting));

/** The parts of a rendered mail that has no slots and no blocks. */
export const finalWords = (template: MailTemplate) => ({
  subject: assembleSubject(template),
  html: assembleHtml(template),
  text: assembleText(template),
});

const names = (newsletters: readonly Newsletter[]): string[] =>
  newsletters.map((newsletter) => newsletter.name);

type To = { readonly address: Address; readonly subscriberId: number };

const addressed = ({ address, subscriberId }: To, { publication }: MailSetting) => ({
  to: address,
  recipientId: subscriberId,
  sender: senderOf(publication),
});

export async function writeConfirmation(
  setting: MailSetting,
  mail: { newsletters: readonly Newsletter[]; token: string; code: string; words: string },
): Promise<(to: To, onceKey: string) => SingleMail> {
  const words = finalWords(
    await confirmationMail({
      publication: publicationOf(setting),
      newsletters: names(mail.newsletters),
      confirmUrl: `${setting.publicUrl}/confirm/${mail.token}`,
      code: mail.code,
      formWords: mail.words,
    }),
  );
  return (to, onceKey) => ({ kind: 'confirmation', onceKey, ...addressed(to, setting), ...words });
}

export async function writeAlreadySubscribed(
  setting: MailSetting,
  to: To,
  newsletters: readonly Newsletter[],
  onceKey: string,
): Promise<SingleMail> {
  const words = finalWords(
    await alreadySubscribedMail({
      publication: publicationOf(setting),
      newsletters: names(newsletters),
      preferencesUrl: preferencesUrl(setting.keys, setting.publicUrl, to.subscriberId),
    }),
  );
  return { kind: 'already-subscribed', onceKey, ...addressed(to, setting), ...words };
}

export async function writePreferencesLink(
  setting: MailSetting,
  to: To,
  onceKey: string,
): Promise<SingleMail> {
  const words = finalWords(
    await preferencesLinkMail({
      publication: publicationOf(setting),
      preferencesUrl: preferencesUrl(setting.keys, setting.publicUrl, to.subscriberId),
    }),
  );
  return { kind: 'preferences-link', onceKey, ...addressed(to, setting), ...words };
}

export async function writeSignIn(
  setting: MailSetting,
  mail: { token: string; code: string; minutes: number },
): Promise<(to: To, onceKey: string) => SingleMail> {
  const words = finalWords(
    await signInMail({
      publication: publicationOf(setting),
      signInUrl: `${setting.publicUrl}/account/link/${mail.token}`,
      code: mail.code,
      minutes: mail.minutes,
    }),
  );
  return (to, onceKey) => ({ kind: 'sign-in', onceKey, ...addressed(to, setting), ...words });
}

export async function writeNewAddress(
  setting: MailSetting,
  mail: { token: string; maskedOldAddress: string },
): Promise<(to: To, onceKey: string) => SingleMail> {
  const words = finalWords(
    await newAddressMail({
      publication: publicationOf(setting),
      maskedOldAddress: mail.maskedOldAddress,
      confirmUrl: `${setting.publicUrl}/account/address/${mail.token}`,
    }),
  );
  return (to, onceKey) => ({ kind: 'new-address', onceKey, ...addressed(to, setting), ...words });
}

export async function writeAddressChanged(
  setting: MailSetting,
  to: To,
  mail: { maskedAddress: string; onceKey: string },
): Promise<SingleMail> {
  const publication = publicationOf(setting);
  const words = finalWords(await addressChangedMail({ publication, maskedAddress: mail.maskedAddress }));
  return { kind: 'account-notice', onceKey: mail.onceKey, ...addressed(to, setting), ...words };
}

/** One welcome for all that became active together; with a single newsletter it can be left by one click. */
export async function writeWelcome(
  setting: MailSetting,
  to: To,
  mail: { newsletters: readonly Newsletter[]; name: string | null; text: LetterText; onceKey: string },
): Promise<SingleMail | null> {
  const { publication, publicUrl, keys } = setting;
  const { newsletters, name, text, onceKey } = mail;
  const [first] = newsletters;
  if (!first || !text.isOn) return null;
  const preferences = preferencesUrl(keys, publicUrl, to.subscriberId);
  const leave = unsubscribeUrl(keys, publicUrl, first.id, to.subscriberId);
  const isSingle = newsletters.length === 1;
  const newsletter = mailWords(setting).listed(names(newsletters));
  const values = { publication: publication.name, newsletters: newsletter, name: name ?? '' };
  const words = finalWords(
    await welcomeMail({
      publication: publicationOf(setting),
      newsletter,
      ...fillLetter(letterIn(text, mailLanguage(setting)), values),
      frequency: isSingle ? first.frequency : '',
      preferencesUrl: preferences,
      unsubscribeUrl: isSingle ? leave : preferences,
      stories: [],
    }),
  );
  return {
    kind: 'welcome',
    onceKey,
    ...addressed(to, setting),
    sender: senderOf(publication, isSingle ? first : undefined),
    ...words,
    ...(isSingle && { list: { id: listIdOf(publication, first), name: first.name, unsubscribeUrl: leave } }),
  };
}

export type OwnLetterMail = {
  readonly kind: SingleMail['kind'];
  readonly onceKey: string;
  readonly text: LetterText;
  readonly values: Readonly<Record<string, string>>;
  readonly buttonUrl: string;
  /** Why the reader gets it. */
  readonly reason: string;
  readonly code?: string;
  readonly small?: readonly string[];
  /** It is an offer: by one click there are no more of them. */
  readonly isOffer?: boolean;
  /** The newsletter it is about, which can be left by one click. */
  readonly list?: SingleMail['list'];
};

/** A letter of `letters/`, in the words it has now. */
export async function writeOwnLetter(setting: MailSetting, to: To, mail: OwnLetterMail): Promise<SingleMail> {
  const { publication, publicUrl, keys } = setting;
  const leave = offersUrl(keys, publicUrl, to.subscriberId);
  const words = mailWords(setting).mails.letter;
  const filled = fillLetter(letterIn(mail.text, mailLanguage(setting)), {
    publication: publication.name,
    ...mail.values,
  });
  const parts = finalWords(
    await ownLetterMail({
      publication: publicationOf(setting),
      ...filled,
      button: { words: filled.button, url: mail.buttonUrl },
      code: mail.code,
      small: mail.small,
      reason: mail.reason,
      links: mail.isOffer
        ? [{ words: words.noOffers, url: leave }]
        : mail.list
          ? [{ words: mailWords(setting).mails.leaveLink, url: mail.list.unsubscribeUrl }]
          : [],
    }),
  );
  const list = {
    id: `offers.${domainOf(publication.senderAddress)}`,
    name: words.offersOf(publication.name),
    unsubscribeUrl: leave,
  };
  return {
    kind: mail.kind,
    onceKey: mail.onceKey,
    ...addressed(to, setting),
    ...parts,
    ...(mail.isOffer ? { list } : mail.list && { list: mail.list }),
  };
}
