import type { Article } from '../articles/articles.ts';
import { listSections } from '../articles/sections.ts';
import type { Newsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import type { Part } from './block-parts.ts';
import { type DigestPlan, planOf, readPlans, takesSection } from './digests/plan.ts';
import type { Edition } from './sql/editions.ts';

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

/** What decides about a story; null where everybody gets it. */
type AskStory = (article: Article) => StoryGate | null;

/** The bits of a reader's mask. */
export const mostGates = 63;

/** Asks of a story what decides about it; an edition made by hand asks nothing, all its readers get all of it. */
export async function openStoryGate(
  db: Db,
  { newsletterId, rhythm }: Pick<Edition, 'newsletterId' | 'rhythm'>,
  newsletters: readonly Newsletter[],
): Promise<AskStory> {
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
export function gateOf(part: Part, blockRank: number, bit: number, askStory: AskStory): Gate | null {
  const leastRank = Math.max(blockRank, part.leastRank ?? 0);
  const { belowRank, unlessHas = null } = part;
  const stories = (part.stories ?? []).flatMap((story) => askStory(story) ?? []);
  if (leastRank === 0 && belowRank === undefined && !unlessHas && stories.length === 0) return null;
  return { bit, leastRank, belowRank, unlessHas, stories: stories.length > 0 ? stories : undefined };
}
