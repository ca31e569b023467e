import { renderEdition } from '../../templates/email/edition.ts';
import { mailPublication } from '../audience/reader-mails.ts';
import { pollSlot } from '../feedback/polls/poll-link.ts';
import type { MailContent } from '../delivery/mail-content.ts';
import { type Newsletter, findNewsletter } from '../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { type EditionParts, readEditionParts } from './edition-parts.ts';
import type { Edition } from './sql/editions.ts';

export type RenderedEdition = Omit<EditionParts, 'blocks'> & { readonly content: MailContent };

/** The slots of every edition: the greeting is frozen with the reader's row, the links are signed for the reader. */
export const editionSlots = {
  greeting: 'greeting',
  unsubscribe: 'unsubscribe_url',
  preferences: 'preferences_url',
  poll: pollSlot,
} as const;

const dateLine = (date: Date, timeZone: string, language: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'full', timeZone }).format(
    date,
  );

/** An edition as far as its mail is concerned. */
export type Renderable = Pick<
  Edition,
  'publicId' | 'newsletterId' | 'rhythm' | 'subject' | 'preheader' | 'blocks' | 'look'
>;

/** The look of its release; before that, the newsletter's as it is now. */
function lookOf({ look }: Renderable, newsletter: Newsletter, { name }: Publication, publicUrl: string) {
  const { logo, ...rest } = look ?? newsletter.look;
  if (logo === undefined) return rest;
  const { mediaId, alt, width, height } = logo;
  return { ...rest, logo: { src: `${publicUrl}/media/${mediaId}`, alt: alt || name, width, height } };
}

/**
 * Renders an edition once for all its readers: one mail with slots, cut at its blocks.
 * @param date the day in its masthead
 */
export async function renderForMailing(
  db: Db,
  publicUrl: string,
  edition: Renderable,
  date: Date,
): Promise<RenderedEdition> {
  const publication = await readPublication(db);
  const newsletter = await findNewsletter(db, { id: edition.newsletterId });
  if (!newsletter) throw new Error(`the newsletter of edition ${edition.publicId} is missing`);
  const { blocks, ...parts } = await readEditionParts(db, publicUrl, edition);
  const content = await renderEdition({
    language: publication.language,
    publication: mailPublication(publication, publicUrl),
    newsletter: { name: newsletter.name, frequency: newsletter.frequency },
    dateLine: dateLine(date, publication.timeZone, publication.language),
    subject: edition.subject,
    preheader: edition.preheader,
    blocks,
    look: lookOf(edition, newsletter, publication, publicUrl),
  });
  return { content, ...parts };
}
