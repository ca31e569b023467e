import type { StoryContent } from './story-content.ts';

/** What a newsroom writes where something is still to come: TK ("to come"), TKTK, TODO. */
const mark = /\b(?:TK)+\b|\bTODO\b/g;

/** The words around an open mark. */
export type OpenMark = { readonly before: string; readonly mark: string; readonly behind: string };

const around = 40;

/** The marks that are still open in a text, in their order. */
export const findMarksIn = (text: string): readonly OpenMark[] =>
  [...text.matchAll(mark)].map(({ 0: found, index }) => ({
    before: text.slice(Math.max(0, index - around), index).replace(/\s+/g, ' '),
    mark: found,
    behind: text.slice(index + found.length, index + found.length + around).replace(/\s+/g, ' '),
  }));

/** Every open mark of a story, headline first. */
export const findOpenMarks = ({
  title,
  dek,
  byline,
  body,
  picture,
}: Pick<StoryContent, 'title' | 'dek' | 'byline' | 'body' | 'picture'>): readonly OpenMark[] =>
  [title, dek, byline, picture?.alt ?? '', picture?.caption ?? '', body].flatMap(findMarksIn);
