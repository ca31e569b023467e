import { Notice } from './notice.tsx';
import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

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
export const AccountPage = (props: AccountPageProps) => {
  const { account } = wordsIn(props.site.language);
  return (
    <ReaderFrame
      site={props.site}
      width="column"
      what={account.title}
      isUnlisted
      hasProblem={props.problems.length > 0}
    >
      <ErrorSummary problems={props.problems} />
      {props.done !== undefined && <Notice kind="good">{props.done}</Notice>}
      <h1>{account.title}</h1>
      <p class="big-address">{props.address}</p>
      <dl class="ledger">
        <div>
          <dt>{account.newsletters}</dt>
          <dd>
            {props.newsletters.length === 0 ? account.none : props.newsletters.join(', ')}
            <br />
            <PaperLink href={props.preferencesHref}>{account.change}</PaperLink>
          </dd>
        </div>
        <div>
          <dt>{account.subscription}</dt>
          <dd>
            {props.tier}
            {props.tierEnds !== undefined && (
              <Fill
                text={account.until}
                parts={{ day: <time datetime={props.tierEnds.iso}>{props.tierEnds.text}</time> }}
              />
            )}
            <br />
            <PaperLink href="/subscribe">{account.seeAll}</PaperLink>
          </dd>
        </div>
      </dl>
      {props.payment !== undefined && <Payment {...props} payment={props.payment} />}
      <Sessions {...props} />
      <NewAddress {...props} />
      <Data {...props} />
    </ReaderFrame>
  );
};

const Payment = ({ payment, post, tier }: AccountPageProps & { readonly payment: AccountPayment }) => {
  const { account } = useWords();
  return (
    <section class="aside-act" aria-labelledby="payment">
      <h2 id="payment">{account.payment}</h2>
      <p>{payment.words}</p>
      <div class="act act--row">
        <ActButton post={post('membership/portal')} class="button button--quiet">
          {account.card}
        </ActButton>
        {payment.isEnding ? (
          <ActButton post={post('membership/resume')} class="button button--quiet">
            {account.keep(tier)}
          </ActButton>
        ) : (
          <PaperLink class="button button--quiet" href="/account/end">
            {account.end(tier)}
          </PaperLink>
        )}
      </div>
    </section>
  );
};

const Sessions = ({ sessions, post }: AccountPageProps) => {
  const { account } = useWords();
  return (
    <section class="aside-act" aria-labelledby="sessions">
      <h2 id="sessions">{account.sessions}</h2>
      <ul class="plain sessions">
        {sessions.map(({ id, device, seen, isThis }) => (
          <li key={id}>
            <p>
              <strong>{device}</strong>
              {isThis ? (
                account.thisOne
              ) : (
                <Fill text={account.lastUsed} parts={{ day: <time datetime={seen.iso}>{seen.text}</time> }} />
              )}
            </p>
            <PostForm post={post(`sessions/${id}/end`)}>
              <button class="button button--quiet" type="submit">
                {isThis ? account.signOut : account.endSession}
                {!isThis && <span class="visually-hidden">{account.sessionOf(device)}</span>}
              </button>
            </PostForm>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <ActButton post={post('sessions/end-all')} class="button button--quiet">
          {account.signOutAll}
        </ActButton>
      )}
    </section>
  );
};

const NewAddress = ({ post, newAddress, problems }: AccountPageProps) => {
  const { account } = useWords();
  return (
    <section class="aside-act" aria-labelledby="address">
      <h2 id="address">{account.newAddress}</h2>
      <p>{account.newAddressText}</p>
      <PostForm post={post('address')} class="stack">
        <TextField
          id="email"
          name="email"
          kind="email"
          label={account.newAddressField}
          value={newAddress}
          problem={problemOf('email', problems)}
        />
        <div class="act">
          <button class="button button--quiet" type="submit">
            {account.askNewAddress}
          </button>
        </div>
      </PostForm>
    </section>
  );
};

const sureField = 'sure';

const Data = ({ post, problems }: AccountPageProps) => {
  const problem = problemOf(sureField, problems);
  const { account, frame } = useWords();
  return (
    <>
      <section class="aside-act" aria-labelledby="data">
        <h2 id="data">{account.data}</h2>
        <p>{account.dataText}</p>
        <ActButton post={post('download')} class="button button--quiet">
          {account.download}
        </ActButton>
      </section>
      <section class="aside-act" aria-labelledby="erase">
        <h2 id="erase">{account.erase}</h2>
        <p>{account.eraseText}</p>
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
            <label for={sureField}>{account.sure}</label>
            {problem !== undefined && (
              <p class="problem" id="sure-problem">
                <span class="visually-hidden">{frame.error}</span>
                {problem}
              </p>
            )}
          </div>
          <div class="act">
            <button class="button button--danger" type="submit">
              {account.erase}
            </button>
          </div>
        </PostForm>
      </section>
    </>
  );
};
