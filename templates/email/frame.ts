import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Language } from '../words/languages.ts';
import type { MailPicture } from './mail-picture.ts';
import { type MailLook, type Palette, paletteFor } from './palette.ts';
import { linkAddress } from './plain-words.ts';
import { type TaggedMarkup, type View, parseTags } from './tagged-markup.ts';

/** The newsroom as a mail shows it, and the language of the mail around the newsroom's words. `accent` is #rrggbb. */
export type MailPublication = {
  readonly name: string;
  readonly town: string;
  readonly url: string;
  readonly postalAddress: string;
  readonly accent: string;
  readonly language: Language;
};

/** Layouts lie beside this file; seen from the build in dist/templates/email, in the sources three folders up. */
const folder = [new URL('./', import.meta.url), new URL('../../../templates/email/', import.meta.url)].find(
  (place) => existsSync(new URL('frame.mjml', place)),
);

const layouts = new Map<string, Promise<TaggedMarkup>>();

/**
 * A layout inside the frame all our mails share, compiled by MJML once per process and look (about 0.1 s; the first
 * one waits a second for MJML itself to load). Words are filled in afterwards, so nobody's words ever pass through MJML.
 * @param name the file without `.mjml`
 */
export function layoutInFrame(name: string, accent: string, look: MailLook = {}): Promise<TaggedMarkup> {
  const colour = look.accent ?? accent;
  const key = [name, colour, look.darkAccent, look.font].join(' ');
  const known = layouts.get(key);
  if (known !== undefined) return known;

  const layout = compileLayout(name, paletteFor(colour, look)).catch((cause: unknown) => {
    layouts.delete(key);
    throw new Error(`The mail layout ${name}.mjml did not compile`, { cause });
  });
  layouts.set(key, layout);
  return layout;
}

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

async function compileLayout(name: string, palette: Palette): Promise<TaggedMarkup> {
  const [frame, body] = await Promise.all([readLayout('frame'), readLayout(name)]);
  const whole = frame.replace('$body', () => body);

  // Loaded late: MJML takes a second to load, and most processes never render a mail.
  const { default: mjml2html } = await import('mjml');
  // `fonts`: left to itself, MJML fetches web fonts from a third party as soon as a family has a name it knows.
  const { html } = await mjml2html(paint(whole, palette), {
    validationLevel: 'strict',
    ignoreIncludes: true,
    fonts: {},
    // A picture's own measures hold its place while it loads: they must not become the style's `auto`.
    juiceOptions: { applyWidthAttributes: false, applyHeightAttributes: false },
  });
  return parseTags(withoutIndent(withoutWhiteWords(html)));
}

/** Remarks are for whoever edits a layout and do not travel; what stands between `<!--[if` and `<![endif]-->` does. */
async function readLayout(name: string): Promise<string> {
  if (folder === undefined) throw new Error('templates/email was not found');
  const mjml = await readFile(new URL(`${name}.mjml`, folder), 'utf8');
  return mjml.replaceAll(/<!--(?!\[if)[^]*?-->\s*/g, '');
}

/** Puts the palette's values where the layout names them. */
function paint(mjml: string, palette: Palette): string {
  const values: Readonly<Record<string, string>> = palette;
  return mjml.replaceAll(/\$([a-zA-Z]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The palette has no $${name}`);
    return value;
  });
}

/** MJML indents deeply; without that a digest is a third smaller. No layout holds preformatted text. */
const withoutIndent = (html: string): string => html.replaceAll(/\s*\n\s*/g, '\n').trim();

/** MJML writes the preheader, which is not shown, in white. Judges of spam take white words on light paper for a trick. */
const withoutWhiteWords = (html: string): string =>
  html.replace('display:none;font-size:1px;color:#ffffff;', 'display:none;font-size:1px;');
