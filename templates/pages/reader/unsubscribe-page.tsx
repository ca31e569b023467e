import { Notice } from './notice.tsx';
import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';

export interface UnsubscribePageProps {
  readonly site: Site;
  readonly newsletter: string;
  readonly maskedAddress: string;
  readonly post: FormPost;
  readonly preferencesHref: string;
}

/** Names what ends and for whom; the button acts, the visit does not. */
export const UnsubscribePage = (props: UnsubscribePageProps) => (
  <ReaderFrame site={props.site} width="column" what={`Leave ${props.newsletter}`} isUnlisted>
    <h1>Leave {props.newsletter}?</h1>
    <p class="dek">It will no longer come to {props.maskedAddress}.</p>
    <div class="act">
      <ActButton post={props.post} class="button button--large">
        Leave {props.newsletter}
      </ActButton>
      <p>
        <a href={props.preferencesHref}>Rather pause it, or have it less often</a>
      </p>
    </div>
  </ReaderFrame>
);

export interface UnsubscribedPageProps {
  readonly site: Site;
  readonly newsletter: string;
  readonly maskedAddress: string;
  readonly undo: FormPost;
  /** Only when the newsletter also comes weekly, and did not come so. */
  readonly weekly?: FormPost | undefined;
  /** Posts `reason`; absent once it was given. */
  readonly reasons?:
    | {
        readonly post: FormPost;
        readonly choices: readonly { readonly value: string; readonly label: string }[];
      }
    | undefined;
  readonly hasGivenReason?: boolean | undefined;
  /** Absent when nothing else is subscribed to. */
  readonly leaveAll?: FormPost | undefined;
}

export const UnsubscribedPage = (props: UnsubscribedPageProps) => (
  <ReaderFrame site={props.site} width="column" what={`You have left ${props.newsletter}`} isUnlisted>
    <h1>You have left {props.newsletter}</h1>
    <p class="dek">
      Nothing more of it will come to {props.maskedAddress}. A mail already on its way may still arrive.
    </p>
    <div class="act act--row">
      <ActButton post={props.undo} class="button">
        Undo, keep it coming
      </ActButton>
      {props.weekly !== undefined && (
        <ActButton post={props.weekly} class="button button--quiet">
          Have it weekly instead
        </ActButton>
      )}
    </div>
    {props.hasGivenReason === true && <Notice kind="good">Thank you. The editors will read it.</Notice>}
    {props.reasons !== undefined && (
      <section class="aside-act" aria-labelledby="reason">
        <h2 id="reason">Would you tell us why?</h2>
        <p>One tap, only if you like.</p>
        <PostForm post={props.reasons.post} class="act act--row">
          {props.reasons.choices.map(({ value, label }) => (
            <button key={value} class="button button--quiet" type="submit" name="reason" value={value}>
              {label}
            </button>
          ))}
        </PostForm>
      </section>
    )}
    {props.leaveAll !== undefined && (
      <section class="aside-act" aria-labelledby="leave">
        <h2 id="leave">And the others?</h2>
        <p>Your other newsletters go on as before.</p>
        <ActButton post={props.leaveAll} class="button button--danger">
          Leave all newsletters
        </ActButton>
      </section>
    )}
  </ReaderFrame>
);

export interface LeftAllPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly undo?: FormPost | undefined;
}

export const LeftAllPage = ({ site, maskedAddress, undo }: LeftAllPageProps) => (
  <ReaderFrame site={site} width="column" what="You have left everything" isUnlisted>
    <h1>You have left everything</h1>
    <p class="dek">
      No newsletter will come to {maskedAddress} any more. Thank you for reading; the paper stays open to you
      at any time.
    </p>
    <div class="act act--row">
      {undo !== undefined && (
        <ActButton post={undo} class="button">
          Undo, keep them coming
        </ActButton>
      )}
      <p>
        <a href="/">To the front page</a>
      </p>
    </div>
  </ReaderFrame>
);

export interface UndonePageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly newsletters: readonly { readonly name: string; readonly rhythm: string }[];
  readonly preferencesHref: string;
}

/** After an undo, or after weekly instead of leaving: what comes now. */
export const UndonePage = ({ site, maskedAddress, newsletters, preferencesHref }: UndonePageProps) => (
  <ReaderFrame site={site} width="column" what="You are still with us" isUnlisted>
    <h1>You are still with us</h1>
    <p class="dek">This comes to {maskedAddress}.</p>
    <dl class="ledger">
      {newsletters.map(({ name, rhythm }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{rhythm}</dd>
        </div>
      ))}
    </dl>
    <p>
      <a href={preferencesHref}>Change what you get, or how often</a>
    </p>
  </ReaderFrame>
);
