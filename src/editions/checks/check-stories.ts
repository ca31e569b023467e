import { textOf } from '../../articles/article-block.ts';
import { listArticlesBySlug } from '../../articles/articles.ts';
import { findMarksIn } from '../../articles/drafts/open-marks.ts';
import type { Db } from '../../platform/db.ts';
import { articlesOf } from '../edition-block.ts';
import type { Edition } from '../sql/editions.ts';
import { findEarlier } from '../sql/stories.ts';
import type { Check } from './check.ts';

/** The stories it carries, and what the editions before it carried. */
export async function checkStories(db: Db, edition: Edition): Promise<Check[]> {
  const slugs = edition.blocks.flatMap(articlesOf);
  const checks: Check[] = [];
  if (
    slugs.length === 0 &&
    !edition.blocks.some((block) => block.kind === 'intro' && block.text.trim() !== '')
  ) {
    checks.push({
      severity: 'blocking',
      code: 'nothing-to-read',
      message: 'There is nothing to read yet: add a story or an introduction.',
    });
  }
  const [articles, earlier] = await Promise.all([
    listArticlesBySlug(db, slugs),
    findEarlier(db, edition, slugs),
  ]);
  edition.blocks.forEach((block, index) => {
    for (const slug of articlesOf(block)) {
      const article = articles.find((each) => each.slug === slug);
      if (!article) {
        checks.push({
          severity: 'blocking',
          code: 'story-missing',
          block: index,
          message: `The story ${slug} is not there any more.`,
        });
        continue;
      }
      if (findMarksIn([article.title, article.dek, textOf(article.blocks)].join('\n')).length > 0) {
        checks.push({
          severity: 'warning',
          code: 'story-open',
          block: index,
          message: `“${article.title}” has a mark that is still open (TK or TODO).`,
        });
      }
      if (article.picture?.alt === '') {
        checks.push({
          severity: 'warning',
          code: 'picture-without-words',
          block: index,
          message: `The picture of “${article.title}” has no alternative text.`,
        });
      }
    }
    const needsStory =
      block.kind === 'story-card' || block.kind === 'whole-story' || block.kind === 'story-list';
    if (needsStory && articlesOf(block).length === 0) {
      checks.push({
        severity: 'blocking',
        code: 'block-without-story',
        block: index,
        message: 'A block waits for its story: choose one, or remove the block.',
      });
    }
  });
  if (earlier.sentSlugs.length > 0) {
    checks.push({
      severity: 'warning',
      code: 'already-sent',
      block: edition.blocks.findIndex((block) =>
        articlesOf(block).some((slug) => earlier.sentSlugs.includes(slug)),
      ),
      message: `Sent in an earlier edition: ${earlier.sentSlugs.join(', ')}.`,
    });
  }
  if (earlier.subject !== null && earlier.subject === edition.subject) {
    checks.push({
      severity: 'warning',
      code: 'same-subject',
      field: 'subject',
      message: 'The edition before had the same subject.',
    });
  }
  return checks;
}
