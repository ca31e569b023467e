import { inWords } from './in-words.ts';
import { ActButton, Honeypot, PostForm } from './post-form.tsx';
import type { FormPost, HiddenField } from './post-form.tsx';
import { ErrorSummary } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';

export interface ConfirmPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  /** Names of what was asked for. */
  readonly newsletters: readonly string[];
  readonly post: FormPost;
}

/** The link in the mail opens this; only its button confirms, since scanners follow links too. */
export const ConfirmPage = ({ site, maskedAddress, newsletters, post }: ConfirmPageProps) => (
  <ReaderFrame site={site} width="column" what="Confirm" isUnlisted>
    <h1>One press, and it is yours</h1>
    <p class="dek">
      {maskedAddress} will get {inWords(newsletters)}.
    </p>
    <div class="act">
      <ActButton post={post} class="button button--large">
        Yes, start sending
      </ActButton>
      <p class="act__words">Not you? Then close this page, and nothing will be sent.</p>
    </div>
  </ReaderFrame>
);

export interface ConfirmedPageProps {
  readonly site: Site;
  readonly newsletters: readonly {
    readonly name: string;
    /** When it comes, in words: "Daily", "Weekdays at 6 am". */
    readonly rhythm: string;
  }[];
  readonly tier: string;
  /** The paid tier that was asked for, if any: the newsroom writes about it. */
  readonly askedTier?: string | undefined;
  readonly preferencesHref: string;
}

export const ConfirmedPage = (props: ConfirmedPageProps) => (
  <ReaderFrame site={props.site} width="column" what="You are signed up" isUnlisted>
    <h1>You are signed up</h1>
    <p class="dek">This is what will be on your doorstep.</p>
    <dl class="ledger">
      {props.newsletters.map(({ name, rhythm }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{rhythm}</dd>
        </div>
      ))}
      <div>
        <dt>Subscription</dt>
        <dd>{props.tier}</dd>
      </div>
    </dl>
    {props.askedTier !== undefined && (
      <p>
        You asked for <strong>{props.askedTier}</strong>. The newsroom will write to you about payment; until
        then you read with {props.tier}.
      </p>
    )}
    <p>
      <a href={props.preferencesHref}>Change what you get, or how often</a>
    </p>
    <p>
      <a href="/">Read today’s stories</a>
    </p>
  </ReaderFrame>
);

export interface LinkProblemPageProps {
  readonly site: Site;
  readonly reason: 'expired' | 'used' | 'unknown';
  readonly hidden: readonly HiddenField[];
  readonly honeypot: string;
  readonly email?: string | undefined;
  readonly problem?: string | undefined;
}

const explanations = {
  expired: {
    title: 'This link has grown old',
    text: 'A link that confirms is good for a few days only, so that an old mail in the wrong hands does no harm.',
  },
  used: {
    title: 'This link has done its work',
    text: 'It was used before, and works only once. If it was you, there is nothing left to do.',
  },
  unknown: {
    title: 'We cannot read this link',
    text: 'Perhaps a piece of it was lost on the way: long links are sometimes cut in two.',
  },
} as const;

/** Tells nothing about any address: the fresh link goes to whoever owns the one that is typed. */
export const LinkProblemPage = ({ site, reason, hidden, honeypot, email, problem }: LinkProblemPageProps) => (
  <ReaderFrame
    site={site}
    width="column"
    what={explanations[reason].title}
    isUnlisted
    hasProblem={problem !== undefined}
  >
    <ErrorSummary problems={problem === undefined ? [] : [{ field: 'email', message: problem }]} />
    <h1>{explanations[reason].title}</h1>
    <p class="dek">{explanations[reason].text}</p>
    <FreshLinkForm hidden={hidden} honeypot={honeypot} email={email} problem={problem} />
  </ReaderFrame>
);

/** Has a fresh link sent to an address, if we know it. */
export const FreshLinkForm = ({
  hidden,
  honeypot,
  email,
  problem,
}: Omit<LinkProblemPageProps, 'site' | 'reason'>) => (
  <PostForm post={{ action: '/signup/fresh-link', hidden }} class="stack">
    <Honeypot name={honeypot} />
    <TextField
      id="email"
      name="email"
      kind="email"
      label="Your e-mail address"
      hint="If you have signed up with it, a fresh link is on its way at once."
      value={email}
      problem={problem}
    />
    <div class="act">
      <button class="button" type="submit">
        Send me a fresh link
      </button>
    </div>
  </PostForm>
);
