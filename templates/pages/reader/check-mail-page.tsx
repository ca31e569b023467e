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
import { type Words, wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

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
  readonly webmail?: { readonly name: string; readonly href: string } | undefined;
  /** The address it was probably meant to be; `answer=use` or `answer=keep` is posted. */
  readonly suggestion?: { readonly offered: string; readonly post: FormPost } | undefined;
  readonly choices: CheckMailChoices;
}

/** After a sign-up: the same page for an address that is new, waiting or long known, so that nobody learns who reads what. */
export const CheckMailPage = (props: CheckMailPageProps) => {
  const problems = problemsOf(props);
  const { checkMail, fields } = wordsIn(props.site.language);
  return (
    <ReaderFrame
      site={props.site}
      width="column"
      what={checkMail.title}
      isUnlisted
      hasProblem={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      {props.suggestion !== undefined && <Suggestion {...props.suggestion} typed={props.email} />}
      <h1>{checkMail.headline}</h1>
      <p class="dek">{checkMail.writingTo}</p>
      <p class="big-address">{props.email}</p>
      <p>
        <PaperLink href="/signup">{checkMail.wrongAddress}</PaperLink>
      </p>
      <dl class="letter">
        <div>
          <dt>{checkMail.from}</dt>
          <dd>{props.senderName}</dd>
        </div>
        <div>
          <dt>{checkMail.subject}</dt>
          <dd>{props.subject}</dd>
        </div>
      </dl>
      <p>
        {checkMail.what}
        {props.webmail !== undefined && (
          <>
            {' '}
            <a href={props.webmail.href}>{checkMail.open(props.webmail.name)}</a>
          </>
        )}
      </p>
      <PostForm post={props.code.post} class="code-form">
        <TextField
          id="code"
          name="code"
          kind="code"
          label={fields.code}
          value={props.code.wrong?.value}
          problem={wrongCodeMessage(props.code.wrong, checkMail)}
        />
        <button class="button" type="submit">
          {checkMail.confirm}
        </button>
      </PostForm>
      <Resend {...props.resend} />
      <Choices {...props.choices} />
    </ReaderFrame>
  );
};

const wrongCodeMessage = (
  wrong: CheckMailPageProps['code']['wrong'],
  words: Words['checkMail'],
): string | undefined => {
  if (wrong === undefined) return undefined;
  return wrong.triesLeft <= 0 ? words.codeUsedUp : words.wrongCode(wrong.triesLeft);
};

const problemsOf = ({ site, code, choices }: CheckMailPageProps): readonly FieldProblem[] => {
  const wrongCode = wrongCodeMessage(code.wrong, wordsIn(site.language).checkMail);
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
}) => {
  const { checkMail, signUp } = useWords();
  return (
    <section class="notice notice--warn" aria-labelledby="suggestion">
      <p id="suggestion">
        <Fill
          text={checkMail.typed}
          parts={{ typed: <strong>{typed}</strong>, offered: <strong>{offered}</strong> }}
        />
      </p>
      <PostForm post={post} class="act act--row">
        <button class="button button--quiet" type="submit" name="answer" value="use">
          {signUp.use(offered)}
        </button>
        <button class="button button--quiet" type="submit" name="answer" value="keep">
          {checkMail.keep}
        </button>
      </PostForm>
    </section>
  );
};

/** The script reads `data-wait` and counts it down; without it the server says when it is too early. */
const Resend = ({ post, outcome, waitSeconds }: CheckMailPageProps['resend']) => {
  const { checkMail, countdown } = useWords();
  return (
    <section class="resend" aria-labelledby="resend">
      <h2 id="resend">{checkMail.nothingThere}</h2>
      {outcome === 'sent' && <Notice kind="good">{checkMail.sentAgain}</Notice>}
      {outcome === 'too-soon' && <Notice kind="warn">{checkMail.tooSoon(waitSeconds)}</Notice>}
      <p>{checkMail.spam}</p>
      <PostForm post={post}>
        <button
          class="button button--quiet"
          type="submit"
          data-wait={waitSeconds > 0 ? waitSeconds : undefined}
          aria-describedby="resend-wait"
        >
          {checkMail.sendAgain}
        </button>
        <p class="hint" id="resend-wait" data-left={countdown.left} data-now={countdown.now}>
          {checkMail.waitHint}
        </p>
      </PostForm>
    </section>
  );
};

const Choices = ({ post, newsletters, tiers, chosen, words, isSaved, problem }: CheckMailChoices) => {
  const { checkMail } = useWords();
  return (
    <section class="next-step" aria-labelledby="choices">
      <p class="kicker">{checkMail.whileYouWait}</p>
      <h2 id="choices">{checkMail.whatToRead}</h2>
      {isSaved && <Notice kind="good">{checkMail.saved}</Notice>}
      <PostForm post={post} class="stack">
        <NewsletterChoices newsletters={newsletters} chosen={chosen.newsletters} problem={problem} />
        <RhythmChoices chosen={chosen.rhythm} />
        <TierChoices tiers={tiers} chosen={chosen.tier} />
        <div class="act">
          <button class="button" type="submit">
            {checkMail.save}
          </button>
          <p class="act__words">{words}</p>
        </div>
      </PostForm>
    </section>
  );
};
