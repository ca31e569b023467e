import type { MailContent } from '../delivery/mail-content.ts';
import { listSlots } from '../delivery/mailings.ts';
import { registerLinks } from '../feedback/reactions/link-numbers.ts';
import { trackingOf } from '../feedback/reactions/reaction-links.ts';
import type { Db } from '../platform/db.ts';
import { type RenderedEdition, renderForMailing } from './render-edition.ts';
import type { Edition } from './sql/editions.ts';
import { findWebLinks, withOpenPicture, withTrackedLinks } from './track-links.ts';

async function trackClicks(db: Db, mailingId: number, content: MailContent): Promise<MailContent> {
  const links = findWebLinks(content);
  return withTrackedLinks(content, links, await registerLinks(db, mailingId, links));
}

/**
 * An edition as its readers get it: with links that count, as far as its newsletter wanted when the edition was released.
 * Previews and tests are rendered without any of this, so they are outside all statistics.
 */
export async function renderForSending(
  db: Db,
  publicUrl: string,
  edition: Edition,
  date: Date,
): Promise<RenderedEdition> {
  const rendered = await renderForMailing(db, publicUrl, edition, date);
  if (edition.mailingId === null) return rendered;
  const { clicks, opens } = trackingOf(await listSlots(db, edition.mailingId));
  let { content } = rendered;
  if (clicks) content = await trackClicks(db, edition.mailingId, content);
  if (opens) content = withOpenPicture(content);
  return { ...rendered, content };
}
