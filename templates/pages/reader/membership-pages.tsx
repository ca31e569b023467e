import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';

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
export const BuyPage = (props: BuyPageProps) => (
  <ReaderFrame site={props.site} width="column" what={props.tier} isUnlisted>
    <h1>{props.tier}</h1>
    <p class="dek">{props.description}</p>
    <ul>
      {props.benefits.map((benefit) => (
        <li key={benefit}>{benefit}</li>
      ))}
    </ul>
    <p>
      For {props.address}.{' '}
      {props.standing !== undefined &&
        `You have ${props.standing} now; what you have paid for it and not used counts against the new price.`}
      {props.standing === undefined &&
        props.trialDays > 0 &&
        `The first ${props.trialDays} days cost nothing, and you can end it in them.`}
    </p>
    <PostForm post={props.post} class="act act--row">
      {props.offers.map(({ amount, every }) => (
        <button key={every} class="button" type="submit" name="every" value={every}>
          {amount} a {every}
        </button>
      ))}
    </PostForm>
    <p class="hint">
      Renewed by itself until you end it, in your account, with one press. A coupon is asked for on the next
      page.
    </p>
  </ReaderFrame>
);

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
export const CancelPage = ({ site, tier, lastDay, discount, post }: CancelPageProps) => (
  <ReaderFrame site={site} width="column" what={`End ${tier}`} isUnlisted>
    <h1>End {tier}?</h1>
    <p class="dek">Your newsletters stay as they are. Only what {tier} opens is closed again.</p>
    <div class="act act--row">
      <ActButton post={post('end')} class="button">
        {lastDay === undefined ? 'End it with this period' : `End it after ${lastDay.text}`}
      </ActButton>
      <ActButton post={post('end-now')} class="button button--quiet">
        End it today
      </ActButton>
    </div>
    <p class="hint">Ended today, the rest of the period is given up. Write to us if you want it back.</p>
    {discount !== undefined && (
      <section class="aside-act" aria-labelledby="stay">
        <h2 id="stay">Or stay, for {discount} per cent less next time</h2>
        <p>If it is the money: the next payment is lower, and nothing else changes.</p>
        <ActButton post={post('stay')} class="button button--quiet">
          Stay for less
        </ActButton>
      </section>
    )}
    <p>
      <a href="/account">Leave everything as it is</a>
    </p>
  </ReaderFrame>
);

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
export const ClaimPage = ({ site, title, sentences, message, button, post }: ClaimPageProps) => (
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
        <p>Sign in or sign up first, then open this link once more: it stays good.</p>
        <div class="act act--row">
          <a class="button" href="/account">
            Sign in
          </a>
          <a class="button button--quiet" href="/signup">
            Sign up
          </a>
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
