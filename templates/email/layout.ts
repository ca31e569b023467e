import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { withoutRemarks } from './own/read-markup.ts';
import { type MailLook, type Palette, paletteFor } from './palette.ts';
import { type TaggedMarkup, parseTags } from './tagged-markup.ts';

/** The parts lie beside this file; seen from the build in dist/templates/email, in the sources three folders up. */
const folder = [new URL('./', import.meta.url), new URL('../../../templates/email/', import.meta.url)].find(
  (place) => existsSync(new URL('head.mjml', place)),
);

const sources = new Map<string, Promise<string>>();

/** Our own template of a kind of mail, as MJML. */
export function standardTemplate(kind: 'edition' | 'letter'): Promise<string> {
  return readPart(kind);
}

/** One of our own files. What the palette calls `$ink` and so on is still to be put in. */
function readPart(name: string): Promise<string> {
  const known = sources.get(name);
  if (known !== undefined) return known;
  if (folder === undefined) throw new Error('templates/email was not found');
  const source = readFile(new URL(`${name}.mjml`, folder), 'utf8');
  sources.set(name, source);
  return source;
}

/** So many layouts are kept; each newsletter needs one, and a preview of another version one more. */
const mostLayouts = 100;

const layouts = new Map<string, Promise<TaggedMarkup>>();

/**
 * A template with what every mail has, compiled by MJML once per process and look (about 0.1 s; the first one waits a
 * second for MJML itself to load). Words are filled in afterwards, so nobody's words ever pass through MJML.
 * @param template a whole `<mjml>`, which has passed the rules of `own/` or is one of ours
 * @throws when it does not compile; what MJML says of it, line by line, is in the cause
 */
export function layoutOf(template: string, accent: string, look: MailLook = {}): Promise<TaggedMarkup> {
  const colour = look.accent ?? accent;
  const hash = createHash('sha256').update(template).digest('base64');
  const key = [hash, colour, look.darkAccent, look.font].join(' ');
  const known = layouts.get(key);
  if (known !== undefined) return known;

  const layout = compileTemplate(template, paletteFor(colour, look)).catch((cause: unknown) => {
    layouts.delete(key);
    throw new Error('A mail template did not compile', { cause });
  });
  const [oldest] = layouts.keys();
  if (layouts.size >= mostLayouts && oldest !== undefined) layouts.delete(oldest);
  layouts.set(key, layout);
  return layout;
}

/** What MJML makes of it. The lines it complains of are the template's own: what is put in takes up none. */
async function compileTemplate(template: string, palette: Palette): Promise<TaggedMarkup> {
  const whole = await withOurParts(withoutRemarks(template));
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

/** A template whose body is paper has a dark version: ours goes in with it. */
export const isForNight = (template: string): boolean =>
  /<mj-body\b[^>]*\scss-class="(?:[^"]*\s)?paper[\s"]/.test(template);

/** Puts the head of every mail before the template's own, and the blocks where it wants them. */
async function withOurParts(template: string): Promise<string> {
  const [head, night, blocks] = await Promise.all(['head', 'night', 'blocks'].map(readPart));
  const ours = inOneLine(`${head}${isForNight(template) ? night : ''}`);
  const hasHead = /<mj-head\s*>/.test(template);
  return template
    .replace(/<mjml\s*>/, () => `<mjml lang="{{language}}">${hasHead ? '' : `<mj-head>${ours}</mj-head>`}`)
    .replace(/<mj-head\s*>/, (tag) => (hasHead ? `${tag}${ours}` : tag))
    .replace('{{blocks}}', () => inOneLine(blocks ?? ''));
}

const inOneLine = (mjml: string): string => withoutRemarks(mjml).replaceAll(/\s*\n\s*/g, ' ');

/** Puts the palette's values where the template names them. */
function paint(mjml: string, palette: Palette): string {
  const values: Readonly<Record<string, string>> = palette;
  return mjml.replaceAll(/\$([a-zA-Z]+)/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`The palette has no $${name}`);
    return value;
  });
}

/** MJML indents deeply; without that a digest is a third smaller. No template holds preformatted text. */
const withoutIndent = (html: string): string => html.replaceAll(/\s*\n\s*/g, '\n').trim();

/** MJML writes the preheader, which is not shown, in white. Judges of spam take white words on light paper for a trick. */
const withoutWhiteWords = (html: string): string =>
  html.replace('display:none;font-size:1px;color:#ffffff;', 'display:none;font-size:1px;');
