import { Notice } from './notice.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

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
}: SubscribePageProps) => {
  const { subscribe } = wordsIn(site.language);
  return (
    <ReaderFrame
      site={site}
      width="sheet"
      what={subscribe.title}
      description={subscribe.description(site.title)}
      canonical={canonical}
    >
      {isNotPaid && <Notice kind="warn">{subscribe.notPaid}</Notice>}
      <div class="tiers__head">
        <h1>{subscribe.title}</h1>
        <p class="dek">{tiers.length === 0 ? subscribe.none : subscribe.dek}</p>
      </div>
      <ul class="plain tiers">
        {tiers.map((tier) => (
          <Tier key={tier.slug} tier={tier} href={hrefOf(tier, article, takesPayments)} />
        ))}
      </ul>
      {tiers.length > 0 && (
        <p class="tiers__foot">{takesPayments ? subscribe.byCard : subscribe.byInvoice}</p>
      )}
      {takesPayments && tiers.length > 0 && (
        <p class="tiers__foot">
          <Fill
            text={subscribe.forOthers}
            parts={{ give: <PaperLink href="/give">{subscribe.give}</PaperLink> }}
          />
        </p>
      )}
    </ReaderFrame>
  );
};

const hrefOf = ({ slug, prices }: TierOffer, article: string, takesPayments: boolean): string => {
  const query = new URLSearchParams(article === '' ? {} : { article });
  if (takesPayments && prices.length > 0)
    return `/subscribe/${slug}${query.size > 0 ? `?${query.toString()}` : ''}`;
  query.set('tier', slug);
  return `/signup?${query.toString()}`;
};

const Tier = ({ tier, href }: { readonly tier: TierOffer; readonly href: string }) => {
  const { subscribe } = useWords();
  return (
    <li class={tier.isRecommended ? 'tier tier--recommended' : 'tier'}>
      <p class="kicker">{tier.isRecommended && subscribe.suggestion}</p>
      <h2>{tier.name}</h2>
      <Price prices={tier.prices} />
      <p class="tier__description">{tier.description}</p>
      <ul class="tier__benefits">
        {tier.benefits.map((benefit) => (
          <li key={benefit}>{benefit}</li>
        ))}
      </ul>
      <PaperLink class={tier.isRecommended ? 'button' : 'button button--quiet'} href={href}>
        {subscribe.start(tier.name)}
      </PaperLink>
    </li>
  );
};

const Price = ({ prices }: Pick<TierOffer, 'prices'>) => {
  const { subscribe } = useWords();
  return (
    <ul class="plain price">
      {prices.length === 0 ? (
        <li>
          <Fill text={subscribe.nothing} parts={{ nothing: <strong>{subscribe.nothingWord}</strong> }} />
        </li>
      ) : (
        prices.map(({ amount, every }) => (
          <li key={every}>
            <Fill text={subscribe.every[every]} parts={{ amount: <strong>{amount}</strong> }} />
          </li>
        ))
      )}
    </ul>
  );
};
