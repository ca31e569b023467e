import { type Article, listArticlesBySlug } from '../articles/articles.ts';
import type { ArticleBlock } from '../articles/article-block.ts';
import { cutStory } from '../articles/open-part.ts';
import { anybody, decideAccess, rankOfTier } from '../membership/access.ts';
import { type Tier, listTiers } from '../membership/tiers.ts';
import { type Newsletter, listNewsletters } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { answersOf } from './block-parts.ts';
import { type EditionBlock, articlesOf, isWebAddress, ownLabel } from './edition-block.ts';
import type { SentEdition } from './sql/sent.ts';

export {
  type SentEdition,
  findSentEdition,
  listArchivedNewsletterIds,
  listSentEditions,
} from './sql/sent.ts';

/** A part of an edition as anybody may see it on the paper's own site. */
export type ArchivedBlock =
  | { readonly kind: 'intro'; readonly paragraphs: readonly string[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'card'; readonly article: Article; readonly headline: string; readonly dek: string }
  | { readonly kind: 'list'; readonly heading: string; readonly articles: readonly Article[] }
  | {
      readonly kind: 'story';
      readonly article: Article;
      readonly blocks: readonly ArticleBlock[];
      /** False where the rest is for those who have signed up or subscribed. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'call-to-action';
      readonly headline: string;
      readonly text: string;
      readonly button: string;
      /** A newsletter that can be subscribed to, or another site. */
      readonly leadsTo: { readonly newsletter: string } | { readonly url: string };
    }
  | {
      readonly kind: 'sponsor';
      /** Undefined: ours, in the language of the page. */
      readonly label: string | undefined;
      readonly name: string;
      readonly text: string;
      readonly url: string | undefined;
      readonly picture: Extract<EditionBlock, { kind: 'sponsor' }>['picture'];
    }
  /** Answered from the mail alone: here it is what was asked. */
  | { readonly kind: 'poll'; readonly question: string; readonly answers: readonly string[] };

type Setting = {
  readonly articles: ReadonlyMap<string, Article>;
  readonly newsletters: readonly Newsletter[];
  readonly tiers: readonly Tier[];
};

function openStory(article: Article, tiers: readonly Tier[]): ArchivedBlock {
  const { level, leastTier } = article.access;
  const { mayRead } = decideAccess(anybody, { level, leastRank: rankOfTier(tiers, leastTier) });
  const { open, closed } = cutStory(article);
  return {
    kind: 'story',
    article,
    blocks: (mayRead ? article.blocks : open).filter(({ kind }) => kind !== 'sign-up'),
    isWhole: mayRead || closed.length === 0,
  };
}

function archived(block: EditionBlock, { articles, newsletters, tiers }: Setting): ArchivedBlock[] {
  switch (block.kind) {
    case 'intro': {
      const paragraphs = block.text.split(/\n\s*\n/).filter((text) => text.trim() !== '');
      return paragraphs.length === 0 ? [] : [{ kind: 'intro', paragraphs }];
    }
    case 'divider':
      return [{ kind: 'divider' }];
    case 'story-card': {
      const article = articles.get(block.article);
      if (!article) return [];
      const { title, dek } = article;
      return [{ kind: 'card', article, headline: block.headline || title, dek: block.dek || dek }];
    }
    case 'story-list': {
      const found = block.articles.flatMap((slug) => articles.get(slug) ?? []);
      return found.length === 0 ? [] : [{ kind: 'list', heading: block.heading ?? '', articles: found }];
    }
    case 'whole-story': {
      const article = articles.get(block.article);
      return article ? [openStory(article, tiers)] : [];
    }
    case 'call-to-action': {
      const { headline, text, button, url } = block;
      if (block.newsletter === '' && url !== undefined && isWebAddress(url))
        return [{ kind: 'call-to-action', headline, text, button, leadsTo: { url } }];
      const newsletter = newsletters.find(({ slug, isOpen }) => isOpen && slug === block.newsletter);
      if (!newsletter) return [];
      const leadsTo = { newsletter: newsletter.slug };
      return [{ kind: 'call-to-action', headline, text, button, leadsTo }];
    }
    case 'sponsor': {
      const { name, text, url, picture } = block;
      if (name.trim() === '') return [];
      const label = ownLabel(block.label);
      return [{ kind: 'sponsor', label, name, text, url: isWebAddress(url) ? url : undefined, picture }];
    }
    case 'poll': {
      const answers = answersOf(block).map(({ words }) => words);
      if (block.question.trim() === '' || answers.length === 0) return [];
      return [{ kind: 'poll', question: block.question, answers }];
    }
    default:
      return block satisfies never;
  }
}

/**
 * What the archive shows of an edition that went out: made anew from its blocks for anybody, never cut out of somebody's mail,
 * so there is no greeting, link or token of a reader in it. Parts for a tier are left out; a gated story shows what its page
 * shows everybody.
 */
export async function readArchivedBlocks(db: Db, { blocks }: SentEdition): Promise<readonly ArchivedBlock[]> {
  const [articles, newsletters, tiers] = await Promise.all([
    listArticlesBySlug(db, blocks.flatMap(articlesOf)),
    listNewsletters(db),
    listTiers(db),
  ]);
  const setting = { articles: new Map(articles.map((each) => [each.slug, each])), newsletters, tiers };
  const isOpen = ({ leastTier }: EditionBlock): boolean => {
    const leastRank = rankOfTier(tiers, leastTier);
    return decideAccess(anybody, { level: leastRank > 0 ? 'tier' : 'everyone', leastRank }).mayRead;
  };
  return blocks.filter(isOpen).flatMap((block) => archived(block, setting));
}
