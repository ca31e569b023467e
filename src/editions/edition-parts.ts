import type { EditionBlock as MailBlock } from '../../templates/email/edition-content.ts';
import { listArticlesBySlug } from '../articles/articles.ts';
import { rankOfTier } from '../membership/access.ts';
import { listTiers } from '../membership/tiers.ts';
import { listNewsletters } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { partsOf } from './block-parts.ts';
import { articlesOf } from './edition-block.ts';
import { type Gate, gateOf, mostGates, openStoryGate } from './gates.ts';
import type { Edition } from './sql/editions.ts';

/** Which blocks show a story, as bits of a reader's mask; 0: everybody sees it. */
export type ShownStory = { readonly articleId: number; readonly bits: bigint };

export type EditionParts = {
  readonly blocks: readonly MailBlock[];
  readonly gates: readonly Gate[];
  readonly shown: readonly ShownStory[];
  /** Slugs the edition names and the paper does not have. */
  readonly missing: readonly string[];
  /** The place of the first block beyond what a mask can hold, which nobody sees from there on; null: all have room. */
  readonly firstWithoutBit: number | null;
};

/**
 * Reads what an edition shows and who may see which part of it. A part that only some may see and for which the mask has no bit
 * left is shown to nobody: the pre-flight refuses such an edition, and a story that is gated later must not open it to all.
 */
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
  };
  const askStory = await openStoryGate(db, edition, newsletters);
  const leadIndex = edition.blocks.findIndex((block) => block.kind === 'story-card');
  const gates: Gate[] = [];
  const shown = new Map<number, bigint>();
  let firstWithoutBit: number | null = null;
  const blocks = edition.blocks.flatMap((block, index) =>
    partsOf(block, index === leadIndex, setting).flatMap((part): MailBlock[] => {
      const gate = gateOf(part, rankOfTier(tiers, block.leastTier), gates.length, askStory);
      if (gate !== null && gate.bit >= mostGates) {
        firstWithoutBit ??= index;
        return [];
      }
      for (const { id } of part.stories ?? []) {
        const bits = shown.get(id);
        const isForAll = gate === null || bits === 0n;
        shown.set(id, isForAll ? 0n : (bits ?? 0n) | (1n << BigInt(gate.bit)));
      }
      if (gate === null) return [part.block];
      gates.push(gate);
      return [{ ...part.block, mask: gate.bit }];
    }),
  );
  return {
    blocks,
    gates,
    shown: [...shown].map(([articleId, bits]) => ({ articleId, bits })),
    missing: slugs.filter((slug) => !setting.articles.has(slug)),
    firstWithoutBit,
  };
}
