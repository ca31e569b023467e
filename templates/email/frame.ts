import type { Language } from '../words/languages.ts';
import type { MailPicture } from './mail-picture.ts';
import { linkAddress } from './plain-words.ts';
import type { View } from './tagged-markup.ts';

/** The newsroom as a mail shows it, and the language of the mail around the newsroom's words. `accent` is #rrggbb. */
export type MailPublication = {
  readonly name: string;
  readonly town: string;
  readonly url: string;
  readonly postalAddress: string;
  readonly accent: string;
  readonly language: Language;
};

/** What fills the frame. `title` names the mail to a screen reader; `preheader` is the line behind the subject in the inbox. */
export function frameView(
  publication: MailPublication,
  {
    title,
    preheader,
    logo,
  }: { readonly title: string; readonly preheader: string; readonly logo?: MailPicture | undefined },
): View {
  return {
    language: publication.language,
    title,
    preheader,
    publication: publication.name,
    logo: logo && logoView(logo),
    no_logo: logo === undefined,
    home_url: publication.url,
    postal_address: postalLine(publication),
  };
}

/** Room for a logo above the double rule, in CSS pixels. */
const logoRoom = { width: 320, height: 72 };

/** Scaled down into its room, never up. */
function logoView({ src, alt, width, height }: MailPicture): View {
  const scale = Math.min(1, logoRoom.width / width, logoRoom.height / height);
  return {
    source: linkAddress(src),
    alt,
    width: String(Math.max(1, Math.round(width * scale))),
    height: String(Math.max(1, Math.round(height * scale))),
  };
}

/** The postal address in one line, however it was typed. */
export function postalLine({ postalAddress }: MailPublication): string {
  return postalAddress
    .split(/[\r\n]+/)
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => line !== '')
    .join(', ');
}
