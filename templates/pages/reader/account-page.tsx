import { Notice } from './notice.tsx';
import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';
import { TextField } from './text-field.tsx';

export interface AccountSession {
  readonly id: string;
  /** `Firefox on Linux`. */
  readonly device: string;
  readonly seen: Moment;
  /** The one this page is looked at with. */
  readonly isThis: boolean;
}

export interface AccountPayment {
  /** What it costs and until when it is paid, as a sentence. */
  readonly words: string;
  readonly isEnding: boolean;
}

export interface AccountPageProps {
  readonly site: Site;
  /** In full: it is the reader's own. */
  readonly address: string;
  readonly tier: string;
  /** Until when it is held, if it ends by itself. */
  readonly tierEnds?: Moment | undefined;
  /** Where it is paid for. */
  readonly payment?: AccountPayment | undefined;
  readonly preferencesHref: string;
  /** Names of what comes now. */
  readonly newsletters: readonly string[];
  readonly sessions: readonly AccountSession[];
  readonly post: (act: string) => FormPost;
  readonly done?: string | undefined;
  readonly newAddress?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** A reader's own page: what they have, what is known of them, and the way out. */
export const AccountPage = (props: AccountPageProps) => (
  <ReaderFrame
    site={props.site}
    width="column"
    what="Your account"
    isUnlisted
    hasProblem={props.problems.length > 0}
  >
    <ErrorSummary problems={props.problems} />
    {props.done !== undefined && <Notice kind="good">{props.done}</Notice>}
    <h1>Your account</h1>
    <p class="big-address">{props.address}</p>
    <dl class="ledger">
      <div>
        <dt>Newsletters</dt>
        <dd>
          {props.newsletters.length === 0 ? 'None' : props.newsletters.join(', ')}
          <br />
          <a href={props.preferencesHref}>Change what comes, and how often</a>
        </dd>
      </div>
      <div>
        <dt>Subscription</dt>
        <dd>
          {props.tier}
          {props.tierEnds !== undefined && (
            <>
              , until <time datetime={props.tierEnds.iso}>{props.tierEnds.text}</time>
            </>
          )}
          <br />
          <a href="/subscribe">See what there is</a>
        </dd>
      </div>
    </dl>
    {props.payment !== undefined && <Payment {...props} payment={props.payment} />}
    <Sessions {...props} />
    <NewAddress {...props} />
    <Data {...props} />
  </ReaderFrame>
);

const Payment = ({ payment, post, tier }: AccountPageProps & { readonly payment: AccountPayment }) => (
  <section class="aside-act" aria-labelledby="payment">
    <h2 id="payment">What you pay</h2>
    <p>{payment.words}</p>
    <div class="act act--row">
      <ActButton post={post('membership/portal')} class="button button--quiet">
        Card and invoices
      </ActButton>
      {payment.isEnding ? (
        <ActButton post={post('membership/resume')} class="button button--quiet">
          Keep {tier} after all
        </ActButton>
      ) : (
        <a class="button button--quiet" href="/account/end">
          End {tier}
        </a>
      )}
    </div>
  </section>
);

const Sessions = ({ sessions, post }: AccountPageProps) => (
  <section class="aside-act" aria-labelledby="sessions">
    <h2 id="sessions">Where you are signed in</h2>
    <ul class="plain sessions">
      {sessions.map(({ id, device, seen, isThis }) => (
        <li key={id}>
          <p>
            <strong>{device}</strong>
            {isThis ? (
              ', this one'
            ) : (
              <>
                , last used <time datetime={seen.iso}>{seen.text}</time>
              </>
            )}
          </p>
          <PostForm post={post(`sessions/${id}/end`)}>
            <button class="button button--quiet" type="submit">
              {isThis ? 'Sign out' : 'End'}
              {!isThis && <span class="visually-hidden"> the session of {device}</span>}
            </button>
          </PostForm>
        </li>
      ))}
    </ul>
    {sessions.length > 1 && (
      <ActButton post={post('sessions/end-all')} class="button button--quiet">
        Sign out everywhere
      </ActButton>
    )}
  </section>
);

const NewAddress = ({ post, newAddress, problems }: AccountPageProps) => (
  <section class="aside-act" aria-labelledby="address">
    <h2 id="address">A new address</h2>
    <p>We write to the new one first; the change begins with your yes from there.</p>
    <PostForm post={post('address')} class="stack">
      <TextField
        id="email"
        name="email"
        kind="email"
        label="Your new e-mail address"
        value={newAddress}
        problem={problemOf('email', problems)}
      />
      <div class="act">
        <button class="button button--quiet" type="submit">
          Ask the new address
        </button>
      </div>
    </PostForm>
  </section>
);

const sureField = 'sure';
const sureWords = 'Yes, erase everything about me';

const Data = ({ post, problems }: AccountPageProps) => {
  const problem = problemOf(sureField, problems);
  return (
    <>
      <section class="aside-act" aria-labelledby="data">
        <h2 id="data">What we know of you</h2>
        <p>Everything we hold, in one file that people and programs can read (JSON).</p>
        <ActButton post={post('download')} class="button button--quiet">
          Download my data
        </ActButton>
      </section>
      <section class="aside-act" aria-labelledby="erase">
        <h2 id="erase">Erase me</h2>
        <p>
          Everything with your name or address on it is deleted at once, and nobody can bring it back. A
          subscription you hold ends with it. What stays is a number in our counts, and a scrambled mark of
          your address, so that no old list of ours brings it back.
        </p>
        <PostForm post={post('erase')} class="stack">
          <div class="choice">
            <input
              id={sureField}
              type="checkbox"
              name={sureField}
              value="yes"
              aria-invalid={problem === undefined ? undefined : 'true'}
              aria-describedby={problem === undefined ? undefined : 'sure-problem'}
            />
            <label for={sureField}>{sureWords}</label>
            {problem !== undefined && (
              <p class="problem" id="sure-problem">
                <span class="visually-hidden">Error: </span>
                {problem}
              </p>
            )}
          </div>
          <div class="act">
            <button class="button button--danger" type="submit">
              Erase me
            </button>
          </div>
        </PostForm>
      </section>
    </>
  );
};
