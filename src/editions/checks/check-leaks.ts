import type { Db } from '../../platform/db.ts';
import { findLeaks } from '../find-leaks.ts';
import type { RenderedEdition } from '../render-edition.ts';
import type { Edition } from '../sql/editions.ts';
import type { Check } from './check.ts';

/** Paragraphs of a story that readers of a tier would see and may not, in a rendered edition. */
export async function checkLeaks(
  db: Db,
  edition: Edition,
  rendered: Pick<RenderedEdition, 'content' | 'gates'>,
): Promise<readonly Check[]> {
  const leaks = await findLeaks(db, edition, rendered);
  return leaks.map(({ article, tier, words }) => ({
    severity: 'blocking',
    code: 'gated-text-shown',
    message: `Readers of ${tier} would see a part of ${article} that is not for them: “${words}…”. Take it out, or open the story.`,
  }));
}
