import type { Db } from '../../platform/db.ts';
import { measurePictures } from '../../platform/media.ts';
import type { Article } from '../articles.ts';
import { findSection } from '../sections.ts';
import { slugify } from '../slug.ts';
import { prepareStory } from './prepare-story.ts';
import type { Draft } from './sql/drafts.ts';

/** A draft as the story it would be now; what is missing yet is simply not there. */
export async function previewDraft(db: Db, draft: Draft, now: Date): Promise<Article> {
  const { content } = draft;
  const [{ text }, section] = await Promise.all([
    prepareStory(db, content),
    findSection(db, content.section),
  ]);
  const [measure] = text.picture ? await measurePictures(db, [text.picture.mediaId]) : [];
  const { access: level, leastTier, openParagraphs, isMetered } = text;
  return {
    id: 0,
    slug: content.slug || draft.articleSlug || slugify(content.title),
    title: text.title || 'No headline yet',
    dek: text.dek,
    byline: text.byline,
    section: section && { slug: section.slug, name: section.name },
    newsletterId: text.newsletterId,
    picture:
      text.picture && measure ? { ...text.picture, width: measure.width, height: measure.height } : null,
    blocks: text.blocks.filter((block) => block.kind !== 'picture' || block.width > 0),
    wordCount: text.wordCount,
    publishedAt: draft.publishAt ?? now,
    updatedAt: draft.updatedAt,
    access: { level, leastTier, openParagraphs, isMetered },
    linkPass: '',
  };
}
