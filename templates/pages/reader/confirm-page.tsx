import { ActButton, Honeypot, PostForm } from './post-form.tsx';
import type { FormPost, HiddenField } from './post-form.tsx';
import { ErrorSummary } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

export interface ConfirmPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  /** Names of what was asked for. */
  readonly newsletters: readonly string[];
  readonly post: FormPost;
}

/** The link in the mail opens this; only its button confirms, since scanners follow links too. */
export const ConfirmPage = ({ site, maskedAddress, newsletters, post }: ConfirmPageProps) => {
  const { confirm, listed } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={confirm.title} isUnlisted>
      <h1>{confirm.headline}</h1>
      <p class="dek">{confirm.dek(maskedAddress, listed(newsletters))}</p>
      <div class="act">
        <ActButton post={post} class="button button--large">
          {confirm.yes}
        </ActButton>
        <p class="act__words">{confirm.notYou}</p>
      </div>
    </ReaderFrame>
  );
};

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

export const ConfirmedPage = (props: ConfirmedPageProps) => {
  const { confirm, choices, frame } = wordsIn(props.site.language);
  return (
    <ReaderFrame site={props.site} width="column" what={confirm.done} isUnlisted>
      <h1>{confirm.done}</h1>
      <p class="dek">{confirm.doneDek}</p>
      <dl class="ledger">
        {props.newsletters.map(({ name, rhythm }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{rhythm}</dd>
          </div>
        ))}
        <div>
          <dt>{choices.subscription}</dt>
          <dd>{props.tier}</dd>
        </div>
      </dl>
      {props.askedTier !== undefined && (
        <p>
          <Fill text={confirm.asked(props.tier)} parts={{ asked: <strong>{props.askedTier}</strong> }} />
        </p>
      )}
      <p>
        <PaperLink href={props.preferencesHref}>{confirm.change}</PaperLink>
      </p>
      <p>
        <PaperLink href="/">{frame.readToday}</PaperLink>
      </p>
    </ReaderFrame>
  );
};

export interface LinkProblemPageProps {
  readonly site: Site;
  readonly reason: 'expired' | 'used' | 'unknown';
  readonly hidden: readonly HiddenField[];
  readonly honeypot: string;
  readonly email?: string | undefined;
  readonly problem?: string | undefined;
}

/** Tells nothing about any address: the fresh link goes to whoever owns the one that is typed. */
export const LinkProblemPage = ({ site, reason, hidden, honeypot, email, problem }: LinkProblemPageProps) => {
  const { title, text } = wordsIn(site.language).badLink[reason];
  return (
    <ReaderFrame site={site} width="column" what={title} isUnlisted hasProblem={problem !== undefined}>
      <ErrorSummary problems={problem === undefined ? [] : [{ field: 'email', message: problem }]} />
      <h1>{title}</h1>
      <p class="dek">{text}</p>
      <FreshLinkForm hidden={hidden} honeypot={honeypot} email={email} problem={problem} />
    </ReaderFrame>
  );
};

/** Has a fresh link sent to an address, if we know it. */
export const FreshLinkForm = ({
  hidden,
  honeypot,
  email,
  problem,
}: Omit<LinkProblemPageProps, 'site' | 'reason'>) => {
  const { badLink, fields } = useWords();
  return (
    <PostForm post={{ action: '/signup/fresh-link', hidden }} class="stack">
      <Honeypot name={honeypot} />
      <TextField
        id="email"
        name="email"
        kind="email"
        label={fields.email}
        hint={badLink.freshHint}
        value={email}
        problem={problem}
      />
      <div class="act">
        <button class="button" type="submit">
          {badLink.sendFresh}
        </button>
      </div>
    </PostForm>
  );
};
