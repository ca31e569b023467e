import { brokenWords, findBroken } from '../newsletters/mail-templates.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { type Renderable, templateVersionOf } from './render-edition.ts';

/**
 * Why no mail can be made of an edition although nothing is wrong with its text: the template that its newsletter has of its
 * own can no longer be used. In words; null when it can. Nothing leaves in another template unasked.
 */
export async function whyNoMail(db: Db, edition: Renderable): Promise<string | null> {
  const newsletter = await findNewsletter(db, { id: edition.newsletterId });
  if (!newsletter) return null;
  const broken = await findBroken(db, newsletter.id, templateVersionOf(edition, newsletter));
  return broken && brokenWords(broken);
}
