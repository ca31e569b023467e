import { assembleHtml, assembleSubject, assembleText } from '../../templates/email/assemble.ts';
import { listArticlesBySlug } from '../articles/articles.ts';
import { wordsOf } from '../articles/article-block.ts';
import { cutStory } from '../articles/open-part.ts';
import type { MailContent } from '../delivery/mail-content.ts';
import { decideAccess, rankOfTier } from '../membership/access.ts';
import { listTiers } from '../membership/tiers.ts';
import type { Db } from '../platform/db.ts';
import { articlesOf } from './edition-block.ts';
import type { Gate } from './gates.ts';
import { maskFor } from './preview-edition.ts';
import { editionSlots } from './render-edition.ts';
import type { Edition } from './sql/editions.ts';

/** A paragraph that is not for the readers of a tier, and stands in their mail. */
export type Leak = { readonly article: string; readonly tier: string; readonly words: string };

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Letters and digits alone: however a text is wrapped, marked up or set, its words stay. */
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();

const textOfHtml = (html: string): string =>
  html.replace(/<[^>]*>/g, ' ').replace(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => named[name] ?? all);

/** Shorter ones, such as "Nobody answered.", may stand in any text. */
const leastLetters = 30;
/** Enough of a paragraph to know it by. */
const mostLetters = 120;

/**
 * Looks for gated paragraphs in what each tier's readers get: HTML, text part, subject and preheader, however they came
 * there, also by an editor's hand.
 */
export async function findLeaks(
  db: Db,
  edition: Edition,
  { content, gates }: { content: MailContent; gates: readonly Gate[] },
): Promise<readonly Leak[]> {
  const [articles, tiers] = await Promise.all([
    listArticlesBySlug(db, edition.blocks.flatMap(articlesOf)),
    listTiers(db),
  ]);
  const slots = Object.fromEntries(Object.values(editionSlots).map((slot) => [slot, '']));
  const leaks: Leak[] = [];
  for (const tier of tiers) {
    const mask = maskFor(gates, { name: '', rank: tier.rank, newsletters: [] });
    const seen = [
      lettersOf(textOfHtml(assembleHtml(content, slots, mask))),
      lettersOf(assembleText(content, slots, mask)),
      lettersOf(assembleSubject(content, slots, mask)),
      lettersOf(edition.preheader),
    ];
    for (const article of articles) {
      const { level, leastTier } = article.access;
      const need = { level, leastRank: rankOfTier(tiers, leastTier) };
      if (decideAccess({ isRegistered: true, rank: tier.rank }, need).mayRead) continue;
      for (const block of cutStory(article).closed) {
        const words = wordsOf(block);
        const letters = lettersOf(words).slice(0, mostLetters);
        if (letters.length >= leastLetters && seen.some((text) => text.includes(letters)))
          leaks.push({ article: article.slug, tier: tier.name, words: words.slice(0, 80) });
      }
    }
  }
  return leaks;
}
