import { rhythmNames } from './choices.tsx';
import type { Rhythm } from './choices.tsx';
import { FreshLinkForm } from './confirm-page.tsx';
import type { LinkProblemPageProps } from './confirm-page.tsx';
import { Notice } from './notice.tsx';
import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';
import { TextField } from './text-field.tsx';

export interface PreferenceNewsletter {
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
  readonly isSubscribed: boolean;
  /** The rhythms it allows; with only one there is nothing to choose. */
  readonly rhythms: readonly Rhythm[];
  readonly rhythm: Rhythm;
}

export interface PreferenceSection {
  readonly slug: string;
  readonly name: string;
  readonly isFollowed: boolean;
}

/** A holiday from everything: not yet begun, with the day of return for each length, or under way. */
export type Pause =
  | {
      readonly kind: 'possible';
      /** Posts `weeks`. */
      readonly post: FormPost;
      readonly lengths: readonly { readonly weeks: number; readonly returns: Moment }[];
    }
  | { readonly kind: 'paused'; readonly returns: Moment; readonly post: FormPost };

export interface PreferencesPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly name: string;
  readonly tier: string;
  readonly newsletters: readonly PreferenceNewsletter[];
  /** Sections to follow, where a digest goes by them. */
  readonly sections: readonly PreferenceSection[];
  /** Posts `name`, `section` for each one followed, `newsletter` for each one wanted, and `rhythm-SLUG` for each that gives a choice. */
  readonly save: FormPost;
  /** What has just been done, as a sentence: "Your choices are saved." */
  readonly done?: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** Absent when nothing is subscribed to. */
  readonly pause?: Pause | undefined;
  readonly leaveAll: FormPost;
}

/** What a reader gets, how often, and every way out. */
export const PreferencesPage = (props: PreferencesPageProps) => (
  <ReaderFrame
    site={props.site}
    width="column"
    what="What you get"
    isUnlisted
    hasProblem={props.problems.length > 0}
  >
    <ErrorSummary problems={props.problems} />
    {props.done !== undefined && <Notice kind="good">{props.done}</Notice>}
    <h1>What you get from us</h1>
    <p class="dek">
      For {props.maskedAddress}, with the {props.tier} subscription.
    </p>
    <PostForm post={props.save} class="stack">
      <fieldset class="choices">
        <legend>Newsletters</legend>
        {props.newsletters.map((newsletter) => (
          <NewsletterRow key={newsletter.slug} newsletter={newsletter} />
        ))}
      </fieldset>
      {props.sections.length > 0 && <Sections sections={props.sections} />}
      <TextField
        id="name"
        name="name"
        kind="name"
        label="Your name (optional)"
        hint="So that our mails can greet you."
        value={props.name}
        problem={problemOf('name', props.problems)}
      />
      <div class="act">
        <button class="button" type="submit">
          Save my choices
        </button>
      </div>
    </PostForm>
    {props.pause !== undefined && <PauseSection {...props.pause} />}
    <section class="aside-act" aria-labelledby="leave">
      <h2 id="leave">Leave everything</h2>
      <p>All newsletters end at once. The next page lets you undo it.</p>
      <ActButton post={props.leaveAll} class="button button--danger">
        Leave all newsletters
      </ActButton>
    </section>
    <p>
      Your address, your data, and how to have them erased: <a href="/account">your account</a>
    </p>
  </ReaderFrame>
);

const Sections = ({ sections }: { readonly sections: readonly PreferenceSection[] }) => (
  <fieldset class="choices">
    <legend>Sections you follow</legend>
    <p class="hint">Digests leave the stories of all others out. With none ticked you get them all.</p>
    <input type="hidden" name="sections" value="asked" />
    {sections.map(({ slug, name, isFollowed }) => (
      <div key={slug} class="choice">
        <input id={`section-${slug}`} type="checkbox" name="section" value={slug} checked={isFollowed} />
        <label for={`section-${slug}`}>{name}</label>
      </div>
    ))}
  </fieldset>
);

const NewsletterRow = ({ newsletter }: { readonly newsletter: PreferenceNewsletter }) => {
  const { slug, name, promise, frequency, isSubscribed, rhythms, rhythm } = newsletter;
  const id = `newsletter-${slug}`;
  return (
    <div class="choice choice--ruled">
      <input
        id={id}
        type="checkbox"
        name="newsletter"
        value={slug}
        checked={isSubscribed}
        aria-describedby={`${id}-hint`}
      />
      <label for={id}>
        <strong class="choice__name">{name}</strong>
      </label>
      <p class="hint" id={`${id}-hint`}>
        {promise} <span class="choice__aside">{frequency}</span>
      </p>
      {rhythms.length > 1 && (
        <div class="choice__more">
          <label for={`rhythm-${slug}`}>
            How often<span class="visually-hidden">: {name}</span>
          </label>
          <select id={`rhythm-${slug}`} name={`rhythm-${slug}`}>
            {rhythms.map((value) => (
              <option key={value} value={value} selected={value === rhythm}>
                {rhythmNames[value]}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
};

const PauseSection = (pause: Pause) => (
  <section class="aside-act" aria-labelledby="pause">
    {pause.kind === 'paused' ? (
      <>
        <h2 id="pause">On a pause</h2>
        <p>
          Nothing is sent until <time datetime={pause.returns.iso}>{pause.returns.text}</time>. Then
          everything comes back as it was.
        </p>
        <ActButton post={pause.post} class="button button--quiet">
          Resume now
        </ActButton>
      </>
    ) : (
      <>
        <h2 id="pause">Going away?</h2>
        <p>Pause everything. It comes back by itself.</p>
        <PostForm post={pause.post} class="act act--row">
          {pause.lengths.map(({ weeks, returns }) => (
            <button key={weeks} class="button button--quiet pause" type="submit" name="weeks" value={weeks}>
              <span>Pause {weeks} weeks</span>
              <time class="pause__until" datetime={returns.iso}>
                back on {returns.text}
              </time>
            </button>
          ))}
        </PostForm>
      </>
    )}
  </section>
);

export type PreferencesProblemPageProps = Omit<LinkProblemPageProps, 'reason'>;

/** The link of an old mail, or a broken one: a fresh link comes by mail. */
export const PreferencesProblemPage = ({ site, ...form }: PreferencesProblemPageProps) => (
  <ReaderFrame
    site={site}
    width="column"
    what="A fresh link, please"
    isUnlisted
    hasProblem={form.problem !== undefined}
  >
    <ErrorSummary problems={form.problem === undefined ? [] : [{ field: 'email', message: form.problem }]} />
    <h1>This link does not open your page</h1>
    <p class="dek">
      It is incomplete, or belongs to a subscription that has ended. The foot of our latest mail has a good
      one, or we send you a fresh one now.
    </p>
    <FreshLinkForm {...form} />
  </ReaderFrame>
);

/** Who has no mail of ours at hand gets the link by mail. */
export const AskForLinkPage = ({ site, ...form }: PreferencesProblemPageProps) => (
  <ReaderFrame
    site={site}
    width="column"
    what="What you get"
    isUnlisted
    hasProblem={form.problem !== undefined}
  >
    <ErrorSummary problems={form.problem === undefined ? [] : [{ field: 'email', message: form.problem }]} />
    <h1>Change what you get</h1>
    <p class="dek">
      Every mail of ours has a link to your page at its foot. If none is at hand, have a fresh one sent to
      you.
    </p>
    <FreshLinkForm {...form} />
  </ReaderFrame>
);
