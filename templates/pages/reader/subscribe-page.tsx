import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';

export interface TierOffer {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly benefits: readonly string[];
  /** Amounts with their currency, "£6" and "£60"; none for the free tier. */
  readonly prices: readonly { readonly amount: string; readonly every: 'month' | 'year' }[];
  readonly isRecommended: boolean;
}

export interface SubscribePageProps {
  readonly site: Site;
  readonly canonical?: string | undefined;
  /** The cheapest first. */
  readonly tiers: readonly TierOffer[];
}

/** The subscription card: what there is, what it costs. */
export const SubscribePage = ({ site, canonical, tiers }: SubscribePageProps) => (
  <ReaderFrame
    site={site}
    width="sheet"
    what="Digital subscription"
    description={`Digital subscriptions of ${site.title}, and what they cost.`}
    canonical={canonical}
  >
    <div class="tiers__head">
      <h1>Digital subscription</h1>
      <p class="dek">
        Local reporting is paid for by the people who read it. Read free, or help to pay for the rest.
      </p>
    </div>
    <ul class="plain tiers">
      {tiers.map((tier) => (
        <Tier key={tier.slug} tier={tier} />
      ))}
    </ul>
    <p class="tiers__foot">The newsroom takes payment by invoice and writes to you after you confirm.</p>
  </ReaderFrame>
);

const Tier = ({ tier }: { readonly tier: TierOffer }) => (
  <li class={tier.isRecommended ? 'tier tier--recommended' : 'tier'}>
    <p class="kicker">{tier.isRecommended && 'Our suggestion'}</p>
    <h2>{tier.name}</h2>
    <Price prices={tier.prices} />
    <p class="tier__description">{tier.description}</p>
    <ul class="tier__benefits">
      {tier.benefits.map((benefit) => (
        <li key={benefit}>{benefit}</li>
      ))}
    </ul>
    <a
      class={tier.isRecommended ? 'button' : 'button button--quiet'}
      href={`/signup?tier=${encodeURIComponent(tier.slug)}`}
    >
      Start with {tier.name}
    </a>
  </li>
);

const Price = ({ prices }: Pick<TierOffer, 'prices'>) => (
  <ul class="plain price">
    {prices.length === 0 ? (
      <li>
        <strong>Nothing</strong> to pay
      </li>
    ) : (
      prices.map(({ amount, every }) => (
        <li key={every}>
          <strong>{amount}</strong> a {every}
        </li>
      ))
    )}
  </ul>
);
