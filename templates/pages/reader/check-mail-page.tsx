import { NewsletterChoices, RhythmChoices, TierChoices } from './choices.tsx';
import type { NewsletterChoice, Rhythm, TierChoice } from './choices.tsx';
import { Notice } from './notice.tsx';
import { PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';

export interface CheckMailChoices {
  readonly post: FormPost;
  readonly newsletters: readonly NewsletterChoice[];
  readonly tiers: readonly TierChoice[];
  readonly chosen: {
    readonly newsletters: readonly string[];
    readonly rhythm: Rhythm;
    readonly tier: string;
  };
  /** What is stored as consent, shown to the letter beside the button. */
  readonly words: string;
  /** True right after they were saved. */
  readonly isSaved: boolean;
  /** Said at the newsletters: that is all that can be wrong here. */
  readonly problem?: string | undefined;
}

export interface CheckMailPageProps {
  readonly site: Site;
  /** In full, as it was typed: a slip is seen here or never. */
  readonly email: string;
  readonly senderName: string;
  readonly subject: string;
  readonly code: {
    readonly post: FormPost;
    /** After a wrong code: what was typed, and how often it may still be tried. */
    readonly wrong?: { readonly value: string; readonly triesLeft: number } | undefined;
  };
  readonly resend: {
    readonly post: FormPost;
    readonly outcome?: 'sent' | 'too-soon' | undefined;
    /** Seconds until another can be asked for; 0 when it can. */
    readonly waitSeconds: number;
  };
  /** The inbox of a known webmail domain. */
  readonly webmail?: { readonly label: string; readonly href: string } | undefined;
  /** The address it was probably meant to be; `answer=use` or `answer=keep` is posted. */
  readonly suggestion?: { readonly offered: string; readonly post: FormPost } | undefined;
  readonly choices: CheckMailChoices;
}

/** After a sign-up: the same page for an address that is new, waiting or long known, so that nobody learns who reads what. */
export const CheckMailPage = (props: CheckMailPageProps) => {
  const problems = problemsOf(props);
  return (
    <ReaderFrame
      site={props.site}
      width="column"
      what="Check your mail"
      isUnlisted
      hasProblem={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      {props.suggestion !== undefined && <Suggestion {...props.suggestion} typed={props.email} />}
      <h1>Now look in your inbox</h1>
      <p class="dek">We are writing to</p>
      <p class="big-address">{props.email}</p>
      <p>
        <a href="/signup">Wrong address? Change it</a>
      </p>
      <dl class="letter">
        <div>
          <dt>From</dt>
          <dd>{props.senderName}</dd>
        </div>
        <div>
          <dt>Subject</dt>
          <dd>{props.subject}</dd>
        </div>
      </dl>
      <p>
        Open it and press the button, or type its six digits here. Nothing is sent to you before that.
        {props.webmail !== undefined && (
          <>
            {' '}
            <a href={props.webmail.href}>{props.webmail.label}</a>
          </>
        )}
      </p>
      <PostForm post={props.code.post} class="code-form">
        <TextField
          id="code"
          name="code"
          kind="code"
          label="The code from the mail"
          value={props.code.wrong?.value}
          problem={wrongCodeMessage(props.code.wrong)}
        />
        <button class="button" type="submit">
          Confirm with this code
        </button>
      </PostForm>
      <Resend {...props.resend} />
      <Choices {...props.choices} />
    </ReaderFrame>
  );
};

const wrongCodeMessage = (wrong: CheckMailPageProps['code']['wrong']): string | undefined => {
  if (wrong === undefined) return undefined;
  if (wrong.triesLeft <= 0) return 'This code can no longer be used. Have the mail sent again for a new one.';
  const left = wrong.triesLeft === 1 ? 'one try' : `${wrong.triesLeft} tries`;
  return `That is not the code in the mail. Check the six digits; you have ${left} left.`;
};

const problemsOf = ({ code, choices }: CheckMailPageProps): readonly FieldProblem[] => {
  const wrongCode = wrongCodeMessage(code.wrong);
  return [
    ...(wrongCode === undefined ? [] : [{ field: 'code', message: wrongCode }]),
    ...(choices.problem === undefined ? [] : [{ field: 'newsletter', message: choices.problem }]),
  ];
};

const Suggestion = ({
  offered,
  typed,
  post,
}: {
  readonly offered: string;
  readonly typed: string;
  readonly post: FormPost;
}) => (
  <section class="notice notice--warn" aria-labelledby="suggestion">
    <p id="suggestion">
      You typed <strong>{typed}</strong>. Did you mean <strong>{offered}</strong>?
    </p>
    <PostForm post={post} class="act act--row">
      <button class="button button--quiet" type="submit" name="answer" value="use">
        Use {offered}
      </button>
      <button class="button button--quiet" type="submit" name="answer" value="keep">
        Keep what I typed
      </button>
    </PostForm>
  </section>
);

/** The script reads `data-wait` and counts it down; without it the server says when it is too early. */
const Resend = ({ post, outcome, waitSeconds }: CheckMailPageProps['resend']) => (
  <section class="resend" aria-labelledby="resend">
    <h2 id="resend">Nothing there?</h2>
    {outcome === 'sent' && <Notice kind="good">Sent again. The older mail stays good as well.</Notice>}
    {outcome === 'too-soon' && (
      <Notice kind="warn">
        That was a little early. Another mail can be sent {seconds(waitSeconds)} from now.
      </Notice>
    )}
    <p>Look in the spam folder, and give it a minute: mail is sometimes slow on its feet.</p>
    <PostForm post={post}>
      <button
        class="button button--quiet"
        type="submit"
        data-wait={waitSeconds > 0 ? waitSeconds : undefined}
        aria-describedby="resend-wait"
      >
        Send the mail again
      </button>
      <p class="hint" id="resend-wait">
        Possible 60 seconds after the last one.
      </p>
    </PostForm>
  </section>
);

const seconds = (count: number) => (count === 1 ? 'one second' : `${count} seconds`);

const Choices = ({ post, newsletters, tiers, chosen, words, isSaved, problem }: CheckMailChoices) => (
  <section class="next-step" aria-labelledby="choices">
    <p class="kicker">While you wait</p>
    <h2 id="choices">What would you like to read?</h2>
    {isSaved && <Notice kind="good">Your choices are saved. They begin when you confirm.</Notice>}
    <PostForm post={post} class="stack">
      <NewsletterChoices newsletters={newsletters} chosen={chosen.newsletters} problem={problem} />
      <RhythmChoices chosen={chosen.rhythm} />
      <TierChoices tiers={tiers} chosen={chosen.tier} />
      <div class="act">
        <button class="button" type="submit">
          Save my choices
        </button>
        <p class="act__words">{words}</p>
      </div>
    </PostForm>
  </section>
);
