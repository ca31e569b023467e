import type { MailContent, VariantContent } from '../delivery/mail-content.ts';
import { listSlots } from '../delivery/mailings.ts';
import { registerLinks } from '../feedback/reactions/link-numbers.ts';
import { trackingOf } from '../feedback/reactions/reaction-links.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import type { Rendering } from './edition-audience.ts';
import type { ShownStory } from './edition-parts.ts';
import { renderForMailing } from './render-edition.ts';
import { readSpokenLanguages, variantOf } from './spoken-languages.ts';
import type { Edition } from './sql/editions.ts';
import { findWebLinks, withOpenPicture, withTrackedLinks } from './track-links.ts';

async function trackClicks(db: Db, mailingId: number, content: MailContent): Promise<MailContent> {
  const links = findWebLinks(content);
  return withTrackedLinks(content, links, await registerLinks(db, mailingId, links));
}

export type EditionForSending = Rendering & {
  /** One for each language its readers have. */
  readonly contents: readonly VariantContent[];
  readonly shown: readonly ShownStory[];
};

/**
 * An edition as its readers get it, in their languages: with links that count, as far as its newsletter wanted when the edition
 * was released. Previews and tests are rendered without any of this, so they are outside all statistics.
 */
export async function renderForSending(
  db: Db,
  publicUrl: string,
  edition: Edition,
  date: Date,
): Promise<EditionForSending> {
  const spoken = await readSpokenLanguages(db, await readPublication(db), edition);
  const { contents, gates, shown } = await renderForMailing(db, publicUrl, edition, date, spoken.others);
  const slots = edition.mailingId === null ? [] : await listSlots(db, edition.mailingId);
  const { clicks, opens } = trackingOf(slots);
  const variants: VariantContent[] = [];
  for (const { language, content: rendered } of contents) {
    let content = rendered;
    if (clicks && edition.mailingId !== null) content = await trackClicks(db, edition.mailingId, content);
    if (opens) content = withOpenPicture(content);
    variants.push({ variant: variantOf(language), content });
  }
  return { contents: variants, spoken, gates, shown };
}
