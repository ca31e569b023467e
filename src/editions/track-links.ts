import type { MailContent, Piece } from '../delivery/mail-content.ts';
import type { MailLink } from '../feedback/reactions/link-numbers.ts';
import { linkEnd, reactionSlots } from '../feedback/reactions/reaction-links.ts';
import { hiddenLink } from '../feedback/reactions/reaction.ts';

/** An `<a>` to a web address, with what stands before it in the tag. A link that is a slot is none: it is the reader's own. */
const webLink = /(<a\b[^>]*?\shref=")(https?:\/\/[^"]+)(")/gi;
const webAddress = /https?:\/\/[^\s<>"]+/gi;

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescapeHtml = (markup: string): string =>
  markup.replaceAll(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => named[name] ?? all);

const mostWords = 200;

/** What one reads where a link is: its words, or the words for its picture. */
function linkWords(markup: string): string {
  const inside = markup.slice(0, markup.search(/<\/a>/i) + 1 || undefined).replace(/^[^>]*>/, '');
  const alt = /\salt="([^"]*)"/i.exec(inside)?.[1] ?? '';
  const words = inside.replaceAll(/<[^>]*>?/g, ' ').replaceAll(/\s+/g, ' ');
  return unescapeHtml(words.trim() || alt).slice(0, mostWords);
}

/** The links of a rendered mail in their order; `place` counts from 1. Links of readers to leave or choose are no web links here. */
export function findWebLinks({ html }: MailContent): readonly MailLink[] {
  const links: MailLink[] = [];
  for (const piece of html) {
    if (!('text' in piece)) continue;
    for (const match of piece.text.matchAll(webLink)) {
      const [tag, , url = ''] = match;
      const words = linkWords(piece.text.slice(match.index + tag.length));
      links.push({ place: links.length + 1, url: unescapeHtml(url), words });
    }
  }
  return links;
}

/** Cuts a piece at what is found in it; `slotFor` gives the number of the link that takes its place. */
function replaceIn(
  piece: Piece,
  pattern: RegExp,
  numberOf: (
    match: RegExpExecArray,
  ) => { readonly at: number; readonly length: number; readonly number: number } | null,
): Piece[] {
  if (!('text' in piece)) return [piece];
  const block = piece.block === undefined ? {} : { block: piece.block };
  const pieces: Piece[] = [];
  let from = 0;
  let lead = '';
  for (const match of piece.text.matchAll(pattern)) {
    const found = numberOf(match);
    if (!found) continue;
    pieces.push({ text: lead + piece.text.slice(from, found.at), ...block });
    pieces.push({ slot: reactionSlots.click, ...block });
    lead = linkEnd(found.number);
    from = found.at + found.length;
  }
  return [...pieces, { text: lead + piece.text.slice(from), ...block }];
}

/** A link for machines that follow everything: a person neither sees it nor has it read out. */
const hidden: readonly Piece[] = [
  { text: '<a href="' },
  { slot: reactionSlots.click },
  { text: `${linkEnd(hiddenLink)}" style="display:none" aria-hidden="true" tabindex="-1"></a>` },
];

const picture: readonly Piece[] = [
  { text: '<img src="' },
  { slot: reactionSlots.open },
  { text: '.gif" alt="" width="1" height="1" style="display:block;border:0" />' },
];

function beforeBodyEnds(html: readonly Piece[], added: readonly Piece[]): readonly Piece[] {
  const last = html.at(-1);
  const at = last && 'text' in last ? last.text.lastIndexOf('</body>') : -1;
  if (!last || !('text' in last) || at === -1) return [...html, ...added];
  return [...html.slice(0, -1), { text: last.text.slice(0, at) }, ...added, { text: last.text.slice(at) }];
}

/** Leads the links of a mail through us, by the numbers their places have; the text part goes the same ways as the HTML. */
export function withTrackedLinks(
  content: MailContent,
  links: readonly MailLink[],
  numbers: ReadonlyMap<number, number>,
): MailContent {
  const numberAt = (place: number): number => {
    const number = numbers.get(place);
    if (number === undefined) throw new Error(`the link at place ${place} has no number`);
    return number;
  };
  let place = 0;
  const html = content.html.flatMap((piece) =>
    replaceIn(piece, webLink, ({ index, 1: before = '', 2: url = '' }) => {
      place += 1;
      return { at: index + before.length, length: url.length, number: numberAt(place) };
    }),
  );
  const firstPlaces = new Map(links.toReversed().map(({ url, place: at }) => [url, at]));
  const text = content.text.flatMap((piece) =>
    replaceIn(piece, webAddress, ({ index, 0: url }) => {
      const at = firstPlaces.get(url);
      return at === undefined ? null : { at: index, length: url.length, number: numberAt(at) };
    }),
  );
  return { subject: content.subject, html: beforeBodyEnds(html, hidden), text };
}

/** Adds the picture that says a mail was opened. */
export const withOpenPicture = (content: MailContent): MailContent => ({
  ...content,
  html: beforeBodyEnds(content.html, picture),
});
