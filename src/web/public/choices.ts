import type { NewsletterChoice, TierChoice } from '../../../templates/pages/reader/choices.tsx';
import type { TierOffer } from '../../../templates/pages/reader/subscribe-page.tsx';
import { formatAmount } from '../../membership/amount.ts';
import type { Tier } from '../../membership/tiers.ts';
import type { Newsletter } from '../../newsletters/newsletter.ts';

export const newsletterChoice = ({ slug, name, promise, frequency }: Newsletter): NewsletterChoice => ({
  slug,
  name,
  promise,
  frequency,
});

/** `Free`, or `£6 a month or £60 a year`. */
export const tierChoice = ({ slug, name, prices }: Tier): TierChoice => ({
  slug,
  name,
  price: prices.map((price) => `${formatAmount(price)} a ${price.every}`).join(' or ') || 'Nothing to pay',
});

export const tierOffer = ({ slug, name, description, benefits, prices, isRecommended }: Tier): TierOffer => ({
  slug,
  name,
  description,
  benefits,
  isRecommended,
  prices: prices.map((price) => ({ amount: formatAmount(price), every: price.every })),
});
