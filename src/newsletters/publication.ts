import { sql } from 'kysely';
import { z } from 'zod';
import { type Language, isLanguage, languages } from '../../templates/words/languages.ts';
import { parseAddress } from '../delivery/address.ts';
import type { MailSender } from '../delivery/mail-sender.ts';
import type { Db } from '../platform/db.ts';

const oneLine = (most: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(most, `Please use at most ${most} characters`)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Please keep it on one line');

const mailAddress = z
  .string()
  .trim()
  .refine((text) => parseAddress(text) !== null, 'Please give one e-mail address, such as news@example.org');

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** What an owner may set about the title; also the check of the sample data. */
export const publicationForm = z.object({
  name: oneLine(80, 'Please give the paper its title'),
  town: oneLine(80, 'Please name the town'),
  tagline: oneLine(160, 'Please write the line below the title'),
  /** What pages and mails speak to readers who have not chosen. */
  language: z.enum(languages, 'Please choose one of these').default('en'),
  /** What readers may choose beside it; none: nobody is asked. */
  otherLanguages: z.array(z.enum(languages)).readonly().default([]),
  timeZone: z.string().refine(isTimeZone, 'Please give a time zone such as Europe/London'),
  postalAddress: z
    .string()
    .trim()
    .min(10, 'Every digest must carry a postal address')
    .max(400, 'Please use at most 400 characters'),
  senderName: oneLine(80, 'Please say whom readers see in their inbox'),
  senderAddress: mailAddress,
  replyTo: mailAddress.or(z.literal('')).transform((text) => (text === '' ? null : text)),
  accent: z.string().regex(/^#[0-9a-f]{6}$/i, 'Please give a colour such as #284e7d'),
});

/** The newsroom's title: one per install. */
export type Publication = Readonly<z.infer<typeof publicationForm>>;

/** Reads the title; null on an install that has not been set up. */
export async function findPublication(db: Db): Promise<Publication | null> {
  const { rows } = await sql<Publication>`
    select name, town, tagline, language, other_languages as "otherLanguages", time_zone as "timeZone", postal_address as "postalAddress",
      sender_name as "senderName", sender_address as "senderAddress", reply_to as "replyTo", accent
    from publication
  `.execute(db);
  return rows[0] ? inKnownLanguages(rows[0]) : null;
}

/** A language this release has no words for, as after a step back to an older one, gives way to English. */
function inKnownLanguages(publication: Publication): Publication {
  const language = isLanguage(publication.language) ? publication.language : 'en';
  const others = publication.otherLanguages.filter((other) => isLanguage(other) && other !== language);
  return { ...publication, language, otherLanguages: others };
}

type Spoken = Pick<Publication, 'language' | 'otherLanguages'>;

/** All languages readers may have, the publication's own first. */
export const offeredLanguages = ({ language, otherLanguages }: Spoken): readonly Language[] => [
  language,
  ...otherLanguages,
];

/** A language if it is offered; null for any other text. */
export const parseOffered = (publication: Spoken, text: string | null | undefined): Language | null =>
  offeredLanguages(publication).find((language) => language === text) ?? null;

/** What is spoken to a reader who chose this, or has chosen nothing. */
export const spokenTo = (publication: Spoken, chosen: string | null | undefined): Language =>
  parseOffered(publication, chosen) ?? publication.language;

/** Reads the title of an install that has one. @throws when there is none: migrate and set up first */
export async function readPublication(db: Db): Promise<Publication> {
  const publication = await findPublication(db);
  if (!publication) throw new Error('this install has no publication yet: open /admin/settings');
  return publication;
}

export async function savePublication(db: Db, publication: Publication): Promise<void> {
  await sql`
    insert into publication
      (name, town, tagline, language, other_languages, time_zone, postal_address, sender_name, sender_address, reply_to, accent)
    values (${publication.name}, ${publication.town}, ${publication.tagline}, ${publication.language},
      ${publication.otherLanguages.filter((other) => other !== publication.language)}::text[], ${publication.timeZone}, ${publication.postalAddress}, ${publication.senderName}, ${publication.senderAddress},
      ${publication.replyTo}, ${publication.accent})
    on conflict (id) do update set name = excluded.name, town = excluded.town, tagline = excluded.tagline,
      language = excluded.language, other_languages = excluded.other_languages, time_zone = excluded.time_zone, postal_address = excluded.postal_address,
      sender_name = excluded.sender_name, sender_address = excluded.sender_address, reply_to = excluded.reply_to,
      accent = excluded.accent
  `.execute(db);
}

/** Who its mail is from; a newsletter may have a name of its own, the address is the publication's. */
export const senderOf = (
  publication: Publication,
  newsletter?: { readonly senderName: string | null },
): MailSender => ({
  name: newsletter?.senderName ?? publication.senderName,
  address: publication.senderAddress,
  replyTo: publication.replyTo ?? undefined,
});
