import type { EditionBlock as MailBlock, StoryRef } from '../../templates/email/edition-content.ts';
import { type Article, listArticlesBySlug } from '../articles/articles.ts';
import { listSections } from '../articles/sections.ts';
import { cutStory } from '../articles/open-part.ts';
import { rankOfTier } from '../membership/access.ts';
import { type Tier, listTiers } from '../membership/tiers.ts';
import { type Newsletter, listNewsletters } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { type DigestPlan, planOf, readPlans, takesSection } from './digests/plan.ts';
import { type EditionBlock, articlesOf } from './edition-block.ts';
import type { Edition } from './sql.ts';

/** Who sees a block: its bit in a reader's mask is set when all of it holds. */
export type Gate = {
  readonly bit: number;
  readonly leastRank: number;
  /** Only for readers below this rank: what stands in place of a part they may not see. */
  readonly belowRank?: number | undefined;
  /** Left out for readers who have this newsletter. */
  readonly unlessHas: Newsletter | null;
  /** Of an automatic edition: only for readers to whom one of these stories is new and who want it. */
  readonly stories?: readonly StoryGate[] | undefined;
};

/** What decides whether an automatic edition brings a story to a reader who was not sent it before. */
export type StoryGate = {
  readonly articleId: number;
  /** Only for readers who follow this section, or none; null: for everybody. */
  readonly sectionId: number | null;
  /** Only for readers who have one of these newsletters, or no other at all; null: for everybody. */
  readonly newsletterIds: readonly number[] | null;
};

/** Which blocks show a story, as bits of a reader's mask; 0: everybody sees it. */
export type ShownStory = { readonly articleId: number; readonly bits: bigint };

export type EditionParts = {
  readonly blocks: readonly MailBlock[];
  readonly gates: readonly Gate[];
  readonly shown: readonly ShownStory[];
  /** Slugs the edition names and the paper does not have. */
  readonly missing: readonly string[];
};

type Setting = {
  readonly publicUrl: string;
  readonly articles: ReadonlyMap<string, Article>;
  readonly newsletters: readonly Newsletter[];
  readonly tiers: readonly Tier[];
  readonly storyGate: (article: Article) => StoryGate | null;
};

/** A newsletter's link opens a metered story without using one of the free ones up. */
const storyUrl = ({ slug, access, linkPass }: Article, publicUrl: string): string =>
  `${publicUrl}/articles/${slug}${access.level !== 'everyone' && access.isMetered ? `?n=${linkPass}` : ''}`;

const storyRef = (article: Article, publicUrl: string): StoryRef => ({
  kicker: article.section?.name ?? '',
  headline: article.title,
  dek: article.dek,
  byline: article.byline,
  url: storyUrl(article, publicUrl),
  picture: article.picture
    ? {
        src: `${publicUrl}/media/${article.picture.mediaId}`,
        alt: article.picture.alt,
        width: article.picture.width,
        height: article.picture.height,
      }
    : undefined,
});

/** A block for the mail, and the newsletter whose readers do not need it. */
type Part = {
  readonly block: MailBlock;
  readonly unlessHas?: Newsletter | undefined;
  readonly leastRank?: number | undefined;
  readonly belowRank?: number | undefined;
  /** The stories it shows. */
  readonly stories?: readonly Article[] | undefined;
};

type StoryParagraphs = Extract<MailBlock, { kind: 'whole-story' }>['story']['paragraphs'];

/** What stands where the rest of a story would, for readers who do not hold its tier. */
function restIsClosed(article: Article, leastRank: number, setting: Setting): Part {
  const tier = setting.tiers.find(({ slug }) => slug === article.access.leastTier);
  return {
    block: {
      kind: 'rest-is-closed',
      tier: tier?.name,
      url: `${setting.publicUrl}/subscribe?article=${article.slug}`,
    },
    belowRank: leastRank,
  };
}

/** A whole story, cut where it asks for a sign-up and where only subscribers may read on: text, call, text. */
function wholeStoryParts(article: Article, setting: Setting): Part[] {
  const asked =
    setting.newsletters.find((newsletter) => newsletter.id === article.newsletterId) ??
    setting.newsletters.find((newsletter) => newsletter.isOpen);
  const story = storyRef(article, setting.publicUrl);
  const { open, closed } = cutStory(article);
  // Whoever gets a mail has signed up, so a story for registered readers comes whole.
  const leastRank = article.access.level === 'tier' ? rankOfTier(setting.tiers, article.access.leastTier) : 0;
  const parts: Part[] = [];
  let paragraphs: StoryParagraphs[number][] = [];
  const flush = (part: 'first' | 'middle' | 'last', rank: number) => {
    parts.push({ block: { kind: 'whole-story', part, story: { ...story, paragraphs } }, leastRank: rank });
    paragraphs = [];
  };
  const place = () => (parts.length === 0 ? 'first' : 'middle');
  const take = (blocks: Article['blocks'], rank: number) => {
    for (const block of blocks) {
      if (block.kind !== 'sign-up') {
        paragraphs.push({ kind: block.kind, text: block.text });
      } else if (asked) {
        flush(place(), rank);
        parts.push({
          block: {
            kind: 'call-to-action',
            headline: block.headline,
            text: block.promise,
            button: block.button,
            url: `${setting.publicUrl}/signup?newsletter=${asked.slug}&article=${article.slug}`,
          },
          unlessHas: asked,
          leastRank: rank,
        });
      }
    }
  };
  take(open, 0);
  if (leastRank > 0 && closed.length > 0) {
    flush(place(), 0);
    parts.push(restIsClosed(article, leastRank, setting));
  }
  take(closed, leastRank);
  if (parts.length === 0) return [{ block: { kind: 'whole-story', story: { ...story, paragraphs } } }];
  flush('last', closed.length > 0 ? leastRank : 0);
  return parts;
}

function storyParts(slug: string, setting: Setting, make: (article: Article) => Part[]): Part[] {
  const article = setting.articles.get(slug);
  return article ? make(article).map((part) => ({ ...part, stories: [article] })) : [];
}

function partsOf(block: EditionBlock, isLead: boolean, setting: Setting): Part[] {
  switch (block.kind) {
    case 'intro':
      return [
        {
          block: {
            kind: 'intro',
            paragraphs: block.text.split(/\n\s*\n/).filter((text) => text.trim() !== ''),
          },
        },
      ];
    case 'divider':
      return [{ block: { kind: 'divider' } }];
    case 'story-card':
      return storyParts(block.article, setting, (article) => {
        const story = storyRef(article, setting.publicUrl);
        const words = { headline: block.headline || story.headline, dek: block.dek || story.dek };
        return [{ block: { kind: 'story-card', lead: isLead, story: { ...story, ...words } } }];
      });
    case 'story-list': {
      const stories = block.articles.flatMap((slug) => setting.articles.get(slug) ?? []);
      if (stories.length === 0) return [];
      const heading = block.heading || undefined;
      return [
        {
          block: {
            kind: 'story-list',
            heading,
            stories: stories.map((story) => storyRef(story, setting.publicUrl)),
          },
          stories,
        },
      ];
    }
    case 'whole-story':
      return storyParts(block.article, setting, (article) => wholeStoryParts(article, setting));
    case 'call-to-action': {
      const newsletter = setting.newsletters.find((each) => each.slug === block.newsletter);
      if (!newsletter) return [];
      const url = `${setting.publicUrl}/signup?newsletter=${newsletter.slug}`;
      const { headline, text, button } = block;
      return [{ block: { kind: 'call-to-action', headline, text, button, url }, unlessHas: newsletter }];
    }
    default:
      return block satisfies never;
  }
}

const mostGates = 63;

/** Asks of a story what decides about it; an edition made by hand asks nothing, all its readers get all of it. */
async function openStoryGate(
  db: Db,
  { newsletterId, rhythm }: Pick<Edition, 'newsletterId' | 'rhythm'>,
  newsletters: readonly Newsletter[],
): Promise<Setting['storyGate']> {
  if (rhythm === null) return () => null;
  const [sections, plans] = await Promise.all([listSections(db), readPlans(db)]);
  const own = planOf(plans, newsletterId);
  const others: readonly DigestPlan[] = newsletters
    .filter(({ id }) => id !== newsletterId)
    .map(({ id }) => planOf(plans, id));
  return ({ id, section }) => {
    const sectionId = sections.find(({ slug }) => slug === section?.slug)?.id ?? null;
    const takers = others.filter((plan) => takesSection(plan, sectionId));
    return {
      articleId: id,
      sectionId: own.byFollowedSections ? sectionId : null,
      newsletterIds: own.isCombined ? takers.map((plan) => plan.newsletterId) : null,
    };
  };
}

/** The gate of a part; null when everybody may see it. */
function gateOf(part: Part, blockRank: number, bit: number, setting: Setting): Gate | null {
  const leastRank = Math.max(blockRank, part.leastRank ?? 0);
  const { belowRank, unlessHas = null } = part;
  const stories = (part.stories ?? []).flatMap((story) => setting.storyGate(story) ?? []);
  if (leastRank === 0 && belowRank === undefined && !unlessHas && stories.length === 0) return null;
  return { bit, leastRank, belowRank, unlessHas, stories: stories.length > 0 ? stories : undefined };
}

/** Reads what an edition shows and who may see which part of it. @throws when it has more than 63 limited parts */
export async function readEditionParts(
  db: Db,
  publicUrl: string,
  edition: Pick<Edition, 'blocks' | 'newsletterId' | 'rhythm'>,
): Promise<EditionParts> {
  const slugs = edition.blocks.flatMap(articlesOf);
  const [articles, newsletters, tiers] = await Promise.all([
    listArticlesBySlug(db, slugs),
    listNewsletters(db),
    listTiers(db),
  ]);
  const setting = {
    publicUrl,
    newsletters,
    tiers,
    articles: new Map(articles.map((article) => [article.slug, article])),
    storyGate: await openStoryGate(db, edition, newsletters),
  };
  const leadIndex = edition.blocks.findIndex((block) => block.kind === 'story-card');
  const gates: Gate[] = [];
  const shown = new Map<number, bigint>();
  const blocks = edition.blocks.flatMap((block, index) =>
    partsOf(block, index === leadIndex, setting).map((part): MailBlock => {
      const gate = gateOf(part, rankOfTier(tiers, block.leastTier), gates.length, setting);
      for (const { id } of part.stories ?? []) {
        const bits = shown.get(id);
        const isForAll = gate === null || bits === 0n;
        shown.set(id, isForAll ? 0n : (bits ?? 0n) | (1n << BigInt(gate.bit)));
      }
      if (gate === null) return part.block;
      if (gate.bit >= mostGates)
        throw new Error('an edition may have at most 63 parts that only some readers see');
      gates.push(gate);
      return { ...part.block, mask: gate.bit };
    }),
  );
  return {
    blocks,
    gates,
    shown: [...shown].map(([articleId, bits]) => ({ articleId, bits })),
    missing: slugs.filter((slug) => !setting.articles.has(slug)),
  };
}
