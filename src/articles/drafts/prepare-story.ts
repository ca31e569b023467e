import { type PictureMeasure, measurePictures } from '../../platform/media.ts';
import type { Db } from '../../platform/db.ts';
import { type ArticleBlock, countWords, textOf } from '../article-block.ts';
import { sourceHashOf } from '../keep-story.ts';
import { decoration, findPictures } from '../markdown/find-pictures.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { type StoryText, selectPlaces } from './sql/story-of-draft.ts';
import type { StoryContent } from './story-content.ts';

/** What keeps a draft from being read by anybody, at the field where it is mended. */
export type StoryProblem = { readonly field: string; readonly message: string };

export type Prepared = {
  readonly text: Omit<StoryText, 'slug'>;
  /** What has to be mended before anybody reads it; none: it is ready. */
  readonly problems: readonly StoryProblem[];
};

const mediaIdOf = (src: string): string | null => /^\/media\/([a-z0-9]+)$/.exec(src)?.[1] ?? null;

/** A picture needs a word about what it shows, or that it shows nothing; and it has to be ours. */
function problemsOfPictures(
  { body, picture }: StoryContent,
  known: ReadonlyMap<string, PictureMeasure>,
): StoryProblem[] {
  const problems: StoryProblem[] = [];
  if (picture && picture.alt.trim() === '' && !picture.isDecoration) {
    const message = 'Please say what the picture on top shows, or that it only decorates';
    problems.push({ field: 'pictureAlt', message });
  }
  if (picture && !known.has(picture.mediaId))
    problems.push({
      field: 'pictureAlt',
      message: 'The picture on top is not here any more: choose another',
    });
  for (const { src, alt } of findPictures(body)) {
    const mediaId = mediaIdOf(src);
    if (mediaId === null || !known.has(mediaId)) {
      const message = `The picture ${src.slice(0, 100)} is not one of ours: add it under “Pictures”`;
      problems.push({ field: 'body', message });
    } else if (alt === '') {
      const message = `Please say between the brackets of ![](${src}) what it shows, or write “${decoration}”`;
      problems.push({ field: 'body', message });
    }
  }
  return problems;
}

/** Blocks as they are kept: pictures with their measures, and decoration without words. */
const withMeasures = (
  blocks: readonly ArticleBlock[],
  known: ReadonlyMap<string, PictureMeasure>,
): readonly ArticleBlock[] =>
  blocks.map((block): ArticleBlock => {
    const measure = block.kind === 'picture' ? known.get(block.mediaId) : undefined;
    if (block.kind !== 'picture' || !measure) return block;
    const { width, height, narrower } = measure;
    const alt = block.alt === decoration ? '' : block.alt;
    return { ...block, width, height, alt, ...(narrower.length > 0 && { narrower: [...narrower] }) };
  });

/** Makes of what was written what readers would see, and says what is missing. */
export async function prepareStory(db: Db, content: StoryContent): Promise<Prepared> {
  const { title, dek, byline, access, leastTier, openParagraphs, isMetered, picture } = content;
  const ids = [picture?.mediaId, ...findPictures(content.body).map(({ src }) => mediaIdOf(src))];
  const [places, measures] = await Promise.all([
    selectPlaces(db, content),
    measurePictures(
      db,
      ids.filter((id) => typeof id === 'string'),
    ),
  ]);
  const known = new Map(measures.map((each) => [each.id, each]));
  const blocks = withMeasures(readMarkdown(content.body), known);

  const problems: StoryProblem[] = [];
  if (title === '') problems.push({ field: 'title', message: 'Please give it a headline' });
  if (textOf(blocks) === '') problems.push({ field: 'body', message: 'There is no text yet' });
  if (content.section !== '' && places.sectionId === null)
    problems.push({ field: 'section', message: 'Please choose one of the sections' });
  if (content.newsletter !== '' && places.newsletterId === null)
    problems.push({ field: 'newsletter', message: 'Please choose one of the newsletters' });
  if ((access === 'tier') !== (leastTier !== null))
    problems.push({ field: 'access', message: 'Please choose who may read it whole' });
  problems.push(...problemsOfPictures(content, known));

  return {
    problems,
    text: {
      title,
      dek,
      byline,
      access,
      leastTier,
      openParagraphs,
      isMetered,
      ...places,
      picture: picture && {
        mediaId: picture.mediaId,
        alt: picture.isDecoration ? '' : picture.alt.trim(),
        caption: picture.caption.trim() || null,
        credit: picture.credit.trim() || null,
      },
      blocks,
      wordCount: countWords(blocks),
      sourceHash: sourceHashOf(title, blocks),
    },
  };
}
