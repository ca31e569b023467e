import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';

export interface BuyPageProps {
  readonly site: Site;
  readonly tier: string;
  readonly description: string;
  readonly benefits: readonly string[];
  readonly address: string;
  readonly offers: readonly { readonly amount: string; readonly every: 'month' | 'year' }[];
  /** Days that cost nothing; 0 for none. */
  readonly trialDays: number;
  /** The subscription that stands and would be changed. */
  readonly standing?: string | undefined;
  readonly post: FormPost;
}

/** The last page before paying: what it is, for whom, what it costs. */
export const BuyPage = (props: BuyPageProps) => {
  const { membership, priceEvery } = wordsIn(props.site.language);
  return (
    <ReaderFrame site={props.site} width="column" what={props.tier} isUnlisted>
      <h1>{props.tier}</h1>
      <p class="dek">{props.description}</p>
      <ul>
        {props.benefits.map((benefit) => (
          <li key={benefit}>{benefit}</li>
        ))}
      </ul>
      <p>
        {membership.buyFor(props.address)}{' '}
        {props.standing !== undefined && membership.standing(props.standing)}
        {props.standing === undefined && props.trialDays > 0 && membership.trial(props.trialDays)}
      </p>
      <PostForm post={props.post} class="act act--row">
        {props.offers.map(({ amount, every }) => (
          <button key={every} class="button" type="submit" name="every" value={every}>
            {priceEvery[every](amount)}
          </button>
        ))}
      </PostForm>
      <p class="hint">{membership.renewed}</p>
    </ReaderFrame>
  );
};

export interface CancelPageProps {
  readonly site: Site;
  readonly tier: string;
  /** The last day that is paid for. */
  readonly lastDay?: Moment | undefined;
  /** Per cent off the next payment, if it is offered. */
  readonly discount?: number | undefined;
  readonly post: (act: string) => FormPost;
}

/** Ending is as easy as beginning: one offer at most, and two plain ways out. */
export const CancelPage = ({ site, tier, lastDay, discount, post }: CancelPageProps) => {
  const { membership } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={membership.end(tier)} isUnlisted>
      <h1>{membership.endHeadline(tier)}</h1>
      <p class="dek">{membership.endDek(tier)}</p>
      <div class="act act--row">
        <ActButton post={post('end')} class="button">
          {lastDay === undefined ? membership.endWithPeriod : membership.endAfter(lastDay.text)}
        </ActButton>
        <ActButton post={post('end-now')} class="button button--quiet">
          {membership.endToday}
        </ActButton>
      </div>
      <p class="hint">{membership.endTodayHint}</p>
      {discount !== undefined && (
        <section class="aside-act" aria-labelledby="stay">
          <h2 id="stay">{membership.stay(discount)}</h2>
          <p>{membership.stayText}</p>
          <ActButton post={post('stay')} class="button button--quiet">
            {membership.stayButton}
          </ActButton>
        </section>
      )}
      <p>
        <PaperLink href="/account">{membership.leaveAsIs}</PaperLink>
      </p>
    </ReaderFrame>
  );
};

export interface ClaimPageProps {
  readonly site: Site;
  readonly title: string;
  readonly sentences: readonly string[];
  /** What the giver wrote. */
  readonly message?: string | undefined;
  readonly button: string;
  /** Absent for who is not signed in. */
  readonly post?: FormPost | undefined;
}

/** Something that is somebody's for the taking: a gift, a seat. */
export const ClaimPage = ({ site, title, sentences, message, button, post }: ClaimPageProps) => {
  const { claim } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={title} isUnlisted>
      <h1>{title}</h1>
      {sentences.map((sentence) => (
        <p key={sentence} class="dek">
          {sentence}
        </p>
      ))}
      {message !== undefined && (
        <blockquote>
          <p>{message}</p>
        </blockquote>
      )}
      {post === undefined ? (
        <>
          <p>{claim.signInFirst}</p>
          <div class="act act--row">
            <PaperLink class="button" href="/account">
              {claim.signIn}
            </PaperLink>
            <PaperLink class="button button--quiet" href="/signup">
              {claim.signUp}
            </PaperLink>
          </div>
        </>
      ) : (
        <div class="act">
          <ActButton post={post} class="button button--large">
            {button}
          </ActButton>
        </div>
      )}
    </ReaderFrame>
  );
};
