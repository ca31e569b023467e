import type { NewsletterChoice, TierChoice } from '../../../templates/pages/reader/choices.tsx';
import type { TierOffer } from '../../../templates/pages/reader/subscribe-page.tsx';
import { formatAmount } from '../../membership/amount.ts';
import type { Tier } from '../../membership/tiers.ts';
import type { Newsletter } from '../../newsletters/newsletter.ts';
import type { Words } from '../../../templates/words/languages.ts';

export const newsletterChoice = ({ slug, name, promise, frequency }: Newsletter): NewsletterChoice => ({
  slug,
  name,
  promise,
  frequency,
});

/** `Free`, or `£6 a month or £60 a year`. */
export const tierChoice = ({ slug, name, prices }: Tier, words: Words): TierChoice => ({
  slug,
  name,
  price: words.prices(prices.map((price) => words.priceEvery[price.every](formatAmount(price, words)))),
});

export const tierOffer = (
  { slug, name, description, benefits, prices, isRecommended }: Tier,
  words: Words,
): TierOffer => ({
  slug,
  name,
  description,
  benefits,
  isRecommended,
  prices: prices.map((price) => ({ amount: formatAmount(price, words), every: price.every })),
});
