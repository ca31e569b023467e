import { wordsIn } from '../../templates/words/languages.ts';
import { findNewestContent } from '../delivery/mailings.ts';
import type { Piece } from '../delivery/mail-content.ts';
import { findEdition } from '../editions/editions.ts';
import { variantOf } from '../editions/spoken-languages.ts';
import { reactionSlots } from '../feedback/reactions/reaction-links.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { listFigures, listReportLinks } from './sql/editions.ts';

/** A link's place in the stored text: the slot, and behind it the number, `.7`, at the beginning of the next piece. */
const numberAhead = /^\.(0|[1-9]\d{0,4})/;

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

/** Inside the link, at its beginning: how many people followed it. The mail brings its own styles, and so does this. */
const badge = (people: number): string =>
  `<span style="display:inline-block;min-width:18px;margin:0 4px 0 0;padding:0 5px;border-radius:9px;background:${people > 0 ? '#1f5c3a' : '#6b6b6b'};color:#fff;font:700 11px/18px sans-serif;text-align:center;text-decoration:none">${people}</span>`;

/** What stands in a slot that is a reader's own: nobody's. */
const placeOf = (slot: string, greeting: string): string => {
  if (slot === 'greeting') return greeting;
  return slot === reactionSlots.open ? 'data:,' : '#';
};

/**
 * The mail as it left, in the publication's language, with a number at each link. It is made of the stored text, so it shows what readers got, also when a
 * story has been changed since. Blocks for some readers alone are all there.
 * @param html pieces in their order
 */
function markLinks(
  html: readonly Piece[],
  urls: ReadonlyMap<number, string>,
  people: ReadonlyMap<number, number>,
  greeting: string,
): string {
  let marked = '';
  let isLinkAhead = false;
  for (const piece of html) {
    if ('slot' in piece) {
      isLinkAhead = piece.slot === reactionSlots.click;
      if (!isLinkAhead) marked += placeOf(piece.slot, greeting);
      continue;
    }
    const number = isLinkAhead ? numberAhead.exec(piece.text) : null;
    isLinkAhead = false;
    if (!number) {
      marked += piece.text;
      continue;
    }
    const link = Number(number[1]);
    const rest = piece.text.slice(number[0].length);
    const tagEnds = rest.indexOf('>') + 1;
    const url = urls.get(link);
    marked +=
      url === undefined
        ? `#${rest}`
        : `${escaped(url)}${rest.slice(0, tagEnds)}${badge(people.get(link) ?? 0)}${rest.slice(tagEnds)}`;
  }
  return marked;
}

/** Null for an edition without counted links. */
export async function readClickMap(db: Db, publicId: string): Promise<string | null> {
  const edition = await findEdition(db, publicId);
  if (!edition?.mailingId) return null;
  const { mailingId } = edition;
  const { language } = await readPublication(db);
  const [content, links, figures] = await Promise.all([
    findNewestContent(db, mailingId, variantOf(language)),
    listReportLinks(db, mailingId),
    listFigures(db, [mailingId]),
  ]);
  if (!content || links.length === 0) return null;
  const people = figures.filter(({ kind, reason, link }) => kind === 'click' && reason === '' && link > 0);
  return markLinks(
    content.html,
    new Map(links.map(({ number, url }) => [number, url])),
    new Map(people.map(({ link, readers }) => [link, readers])),
    wordsIn(language).mails.edition.greeting(''),
  );
}
