import { Notice } from './notice.tsx';
import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { type Words, wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';

export interface UnsubscribePageProps {
  readonly site: Site;
  readonly newsletter: string;
  readonly maskedAddress: string;
  readonly post: FormPost;
  readonly preferencesHref: string;
}

/** Names what ends and for whom; the button acts, the visit does not. */
export const UnsubscribePage = (props: UnsubscribePageProps) => {
  const { leave } = wordsIn(props.site.language);
  return (
    <ReaderFrame site={props.site} width="column" what={leave.title(props.newsletter)} isUnlisted>
      <h1>{leave.headline(props.newsletter)}</h1>
      <p class="dek">{leave.dek(props.maskedAddress)}</p>
      <div class="act">
        <ActButton post={props.post} class="button button--large">
          {leave.title(props.newsletter)}
        </ActButton>
        <p>
          <PaperLink href={props.preferencesHref}>{leave.rather}</PaperLink>
        </p>
      </div>
    </ReaderFrame>
  );
};

/** What a reader may say in one tap; what is kept stays the same in every language. */
export type LeavingReason = keyof Words['leave']['reasons'];

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
        readonly choices: readonly LeavingReason[];
      }
    | undefined;
  readonly hasGivenReason?: boolean | undefined;
  /** Absent when nothing else is subscribed to. */
  readonly leaveAll?: FormPost | undefined;
}

export const UnsubscribedPage = (props: UnsubscribedPageProps) => {
  const { leave } = wordsIn(props.site.language);
  return (
    <ReaderFrame site={props.site} width="column" what={leave.left(props.newsletter)} isUnlisted>
      <h1>{leave.left(props.newsletter)}</h1>
      <p class="dek">{leave.leftDek(props.maskedAddress)}</p>
      <div class="act act--row">
        <ActButton post={props.undo} class="button">
          {leave.undo}
        </ActButton>
        {props.weekly !== undefined && (
          <ActButton post={props.weekly} class="button button--quiet">
            {leave.weekly}
          </ActButton>
        )}
      </div>
      {props.hasGivenReason === true && <Notice kind="good">{leave.thanks}</Notice>}
      {props.reasons !== undefined && (
        <section class="aside-act" aria-labelledby="reason">
          <h2 id="reason">{leave.why}</h2>
          <p>{leave.whyHint}</p>
          <PostForm post={props.reasons.post} class="act act--row">
            {props.reasons.choices.map((value) => (
              <button key={value} class="button button--quiet" type="submit" name="reason" value={value}>
                {leave.reasons[value]}
              </button>
            ))}
          </PostForm>
        </section>
      )}
      {props.leaveAll !== undefined && (
        <section class="aside-act" aria-labelledby="leave">
          <h2 id="leave">{leave.others}</h2>
          <p>{leave.othersText}</p>
          <ActButton post={props.leaveAll} class="button button--danger">
            {leave.all}
          </ActButton>
        </section>
      )}
    </ReaderFrame>
  );
};

export interface LeftAllPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly undo?: FormPost | undefined;
}

export const LeftAllPage = ({ site, maskedAddress, undo }: LeftAllPageProps) => {
  const { leave, frame } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={leave.leftAll} isUnlisted>
      <h1>{leave.leftAll}</h1>
      <p class="dek">{leave.leftAllDek(maskedAddress)}</p>
      <div class="act act--row">
        {undo !== undefined && (
          <ActButton post={undo} class="button">
            {leave.undoAll}
          </ActButton>
        )}
        <p>
          <PaperLink href="/">{frame.toFront}</PaperLink>
        </p>
      </div>
    </ReaderFrame>
  );
};

export interface UndonePageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly newsletters: readonly { readonly name: string; readonly rhythm: string }[];
  readonly preferencesHref: string;
}

/** After an undo, or after weekly instead of leaving: what comes now. */
export const UndonePage = ({ site, maskedAddress, newsletters, preferencesHref }: UndonePageProps) => {
  const { leave, confirm } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={leave.stays} isUnlisted>
      <h1>{leave.stays}</h1>
      <p class="dek">{leave.staysDek(maskedAddress)}</p>
      <dl class="ledger">
        {newsletters.map(({ name, rhythm }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{rhythm}</dd>
          </div>
        ))}
      </dl>
      <p>
        <PaperLink href={preferencesHref}>{confirm.change}</PaperLink>
      </p>
    </ReaderFrame>
  );
};
