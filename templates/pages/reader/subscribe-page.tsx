import { Notice } from './notice.tsx';
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
  /** The story somebody came from; empty without one. */
  readonly article: string;
  /** Whether a reader can pay here and now. */
  readonly takesPayments: boolean;
  /** They came back from the till without paying. */
  readonly isNotPaid: boolean;
}

/** The subscription card: what there is, what it costs. */
export const SubscribePage = ({
  site,
  canonical,
  tiers,
  article,
  takesPayments,
  isNotPaid,
}: SubscribePageProps) => (
  <ReaderFrame
    site={site}
    width="sheet"
    what="Digital subscription"
    description={`Digital subscriptions of ${site.title}, and what they cost.`}
    canonical={canonical}
  >
    {isNotPaid && <Notice kind="warn">Nothing was paid and nothing has changed.</Notice>}
    <div class="tiers__head">
      <h1>Digital subscription</h1>
      <p class="dek">
        Local reporting is paid for by the people who read it. Read free, or help to pay for the rest.
      </p>
    </div>
    <ul class="plain tiers">
      {tiers.map((tier) => (
        <Tier key={tier.slug} tier={tier} href={hrefOf(tier, article, takesPayments)} />
      ))}
    </ul>
    <p class="tiers__foot">
      {takesPayments
        ? 'Paid by card, renewed until you end it in your account. A school, a library or a firm? Write to us.'
        : 'The newsroom takes payment by invoice and writes to you after you confirm.'}
    </p>
    {takesPayments && (
      <p class="tiers__foot">
        For somebody else? <a href="/give">Give a subscription</a>
      </p>
    )}
  </ReaderFrame>
);

const hrefOf = ({ slug, prices }: TierOffer, article: string, takesPayments: boolean): string => {
  const query = new URLSearchParams(article === '' ? {} : { article });
  if (takesPayments && prices.length > 0)
    return `/subscribe/${slug}${query.size > 0 ? `?${query.toString()}` : ''}`;
  query.set('tier', slug);
  return `/signup?${query.toString()}`;
};

const Tier = ({ tier, href }: { readonly tier: TierOffer; readonly href: string }) => (
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
    <a class={tier.isRecommended ? 'button' : 'button button--quiet'} href={href}>
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
