import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { listArticlesBySlug } from '../../../articles/articles.ts';
import { arrangeBlocks, parseArrangement } from '../../../editions/arrange-blocks.ts';
import { type LinkCardOutcome, makeLinkCard } from '../../../editions/link-card.ts';
import { findTextProblems } from '../../../editions/edition-text-form.ts';
import {
  type Author,
  type EditionText,
  type SaveEditionOutcome,
  newestStoryCards,
  saveEdition,
} from '../../../editions/editions.ts';
import { createGuardedFetch } from '../../../platform/fetch-guarded.ts';
import { textOf, textsOf } from '../../form-body.ts';
import type { WebSetting } from '../../web-setting.ts';
import { type PostedEdition, fieldProblem, readPostedEdition } from './edition-form.ts';
import { mostNewStories } from './new-stories.ts';

export type SavedPost = {
  readonly posted: PostedEdition;
  readonly outcome:
    SaveEditionOutcome | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] };
  /** The block that was added or moved. */
  readonly at?: number | undefined;
};

type Arranged =
  | { readonly kind: 'arranged'; readonly text: EditionText; readonly at?: number | undefined }
  | { readonly kind: 'problem'; readonly problem: FieldProblem };

/** The slug in the address of a story, or the slug itself. */
const slugIn = (address: string): string =>
  address
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1) ?? '';

type PostSetting = Pick<WebSetting, 'db' | 'publicUrl' | 'fetchOutside'>;

/** The card of an address that is none of our stories: another site's page, if it is one. */
async function cardOfLink(
  { publicUrl, fetchOutside }: PostSetting,
  address: string,
): Promise<LinkCardOutcome> {
  const isElsewhere =
    URL.canParse(address.trim()) && new URL(address.trim()).host !== new URL(publicUrl).host;
  return isElsewhere
    ? makeLinkCard(fetchOutside ?? createGuardedFetch(), address)
    : {
        kind: 'refused',
        message: 'There is no story with this address. Bring it in under Stories first.',
      };
}

/** Does what the pressed button asks for; a plain save changes nothing. */
async function arrange(setting: PostSetting, body: unknown, text: EditionText): Promise<Arranged> {
  const { db } = setting;
  const act = textOf(body, 'act');
  if (act === 'newest') {
    const blocks = [...text.blocks, ...(await newestStoryCards(db, mostNewStories))];
    return { kind: 'arranged', text: { ...text, blocks }, at: text.blocks.length };
  }
  if (act === 'chosen') {
    const wanted = textsOf(body, 'new');
    const articles = await listArticlesBySlug(db, wanted);
    const cards = wanted
      .filter((slug) => articles.some((article) => article.slug === slug))
      .map((article) => ({ kind: 'story-card' as const, article }));
    return {
      kind: 'arranged',
      text: { ...text, blocks: [...text.blocks, ...cards] },
      at: text.blocks.length,
    };
  }
  if (act === 'story') {
    const article = slugIn(textOf(body, 'story'));
    const isOurs = (await listArticlesBySlug(db, [article])).length > 0;
    const card = isOurs
      ? { kind: 'card' as const, block: { kind: 'story-card' as const, article } }
      : await cardOfLink(setting, textOf(body, 'story'));
    if (card.kind === 'refused')
      return { kind: 'problem', problem: { field: 'story', message: card.message } };
    const blocks = [...text.blocks, card.block];
    return { kind: 'arranged', text: { ...text, blocks }, at: text.blocks.length };
  }
  const arrangement = parseArrangement(act);
  if (!arrangement) return { kind: 'arranged', text };
  const { blocks, at } = arrangeBlocks(text.blocks, arrangement);
  return { kind: 'arranged', text: { ...text, blocks }, at };
}

/** Saves all that the composer posted, with the change its button asks for. */
export async function savePosted(
  setting: PostSetting,
  { publicId, by }: { readonly publicId: string; readonly by: Author },
  body: unknown,
): Promise<SavedPost> {
  const posted = readPostedEdition(body);
  const arranged = await arrange(setting, body, posted.text);
  if (arranged.kind === 'problem')
    return { posted, outcome: { kind: 'problems', problems: [arranged.problem] } };
  const problems = findTextProblems(arranged.text);
  if (problems.length > 0) {
    return { posted, outcome: { kind: 'problems', problems: problems.map(fieldProblem) } };
  }
  const outcome = await saveEdition(setting.db, publicId, { ...arranged.text, version: posted.version }, by);
  return { posted, outcome, at: arranged.at };
}
