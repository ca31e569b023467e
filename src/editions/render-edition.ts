import { isDeepStrictEqual } from 'node:util';
import { renderEdition } from '../../templates/email/edition.ts';
import { mailPublication } from '../audience/reader-mails.ts';
import { pollSlot } from '../feedback/polls/poll-link.ts';
import type { MailContent } from '../delivery/mail-content.ts';
import { findMailTemplate } from '../newsletters/mail-templates.ts';
import { type Newsletter, findNewsletter } from '../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { type EditionParts, readEditionParts } from './edition-parts.ts';
import type { Edition } from './sql/editions.ts';
import { type Language, wordsIn } from '../../templates/words/languages.ts';

export type RenderedEdition = Omit<EditionParts, 'blocks'> & {
  /** In the publication's own language. */
  readonly content: MailContent;
  /** For each wording that was asked for, in their order. */
  readonly contents: readonly MailContent[];
};

/** The slots of every edition: the greeting is frozen with the reader's row, the links are signed for the reader. */
export const editionSlots = {
  greeting: 'greeting',
  unsubscribe: 'unsubscribe_url',
  preferences: 'preferences_url',
  poll: pollSlot,
} as const;

const dateLine = (date: Date, timeZone: string, language: Language): string =>
  new Intl.DateTimeFormat(wordsIn(language).locale, { dateStyle: 'full', timeZone }).format(date);

/** An edition as far as its mail is concerned. */
export type Renderable = Pick<
  Edition,
  'publicId' | 'newsletterId' | 'rhythm' | 'subject' | 'preheader' | 'blocks' | 'look' | 'templateVersion'
>;

/** The version of its release; before that, the one in force now. */
export const templateVersionOf = (
  { look, templateVersion }: Pick<Renderable, 'look' | 'templateVersion'>,
  newsletter: Newsletter,
): number | null => (look === null ? newsletter.templateVersion : templateVersion);

async function readTemplateOf(db: Db, edition: Renderable, newsletter: Newsletter) {
  const version = templateVersionOf(edition, newsletter);
  if (version === null) return undefined;
  const template = await findMailTemplate(db, newsletter.id, version);
  if (!template) throw new Error(`version ${version} of the template of ${newsletter.slug} is missing`);
  return template.source;
}

/** What differs between the renderings of one edition. */
export type Wording = { readonly language: Language; readonly subject: string };

/** The look of its release; before that, the newsletter's as it is now. */
function lookOf({ look }: Renderable, newsletter: Newsletter, { name }: Publication, publicUrl: string) {
  const { logo, ...rest } = look ?? newsletter.look;
  if (logo === undefined) return rest;
  const { mediaId, alt, width, height } = logo;
  return { ...rest, logo: { src: `${publicUrl}/media/${mediaId}`, alt: alt || name, width, height } };
}

/**
 * Renders an edition once for all its readers of a language: one mail with slots, cut at its blocks. What it shows is read
 * once, so that a block is the same bit of the mask in every rendering.
 * @param date the day in its masthead
 * @param wordings further renderings, by language and subject
 */
export async function renderForMailing(
  db: Db,
  publicUrl: string,
  edition: Renderable,
  date: Date,
  wordings: readonly Wording[] = [],
): Promise<RenderedEdition> {
  const publication = await readPublication(db);
  const newsletter = await findNewsletter(db, { id: edition.newsletterId });
  if (!newsletter) throw new Error(`the newsletter of edition ${edition.publicId} is missing`);
  const { blocks, ...parts } = await readEditionParts(db, publicUrl, edition);
  const template = await readTemplateOf(db, edition, newsletter);
  const contentIn = ({ language, subject }: Wording): Promise<MailContent> =>
    renderEdition({
      publication: mailPublication(publication, publicUrl, language),
      newsletter: { name: newsletter.name, frequency: newsletter.frequency },
      dateLine: dateLine(date, publication.timeZone, language),
      webUrl: `${publicUrl}/archive/${newsletter.slug}/${edition.publicId}`,
      subject,
      preheader: edition.preheader,
      blocks,
      look: lookOf(edition, newsletter, publication, publicUrl),
      template,
    });
  const own = { language: publication.language, subject: edition.subject };
  const content = await contentIn(own);
  const contents: MailContent[] = [];
  for (const wording of wordings)
    contents.push(isDeepStrictEqual(wording, own) ? content : await contentIn(wording));
  return { content, contents, ...parts };
}
