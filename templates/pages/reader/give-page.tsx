import { Notice } from './notice.tsx';
import { type FormPost, PostForm } from './post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { wordsIn } from '../../words/languages.ts';
import { useWords } from './tongue.tsx';

export interface GiftChoice {
  readonly value: string;
  /** "Digital, 3 months". */
  readonly text: string;
  readonly price: string;
}

export interface GiveDraft {
  readonly offer: string;
  readonly name: string;
  readonly email: string;
  readonly recipient: string;
  readonly message: string;
}

export interface GivePageProps {
  readonly site: Site;
  readonly offers: readonly GiftChoice[];
  readonly draft: GiveDraft;
  readonly notice?: { readonly text: string; readonly kind: 'good' | 'warn' } | undefined;
  readonly problems: readonly FieldProblem[];
  readonly post: FormPost;
}

const Offers = ({ offers, draft, problems }: GivePageProps) => {
  const { give } = useWords();
  return (
    <fieldset class="choices">
      <legend>{give.gift}</legend>
      <ProblemAt id="offer-problem" message={problemOf('offer', problems)} />
      {offers.map(({ value, text, price }, index) => {
        const id = index === 0 ? 'offer' : `offer-${value}`;
        return (
          <div class="choice" key={value}>
            <input id={id} type="radio" name="offer" value={value} checked={value === draft.offer} />
            <label for={id}>
              {text} <span class="soft">{price}</span>
            </label>
          </div>
        );
      })}
    </fieldset>
  );
};

/** A subscription for somebody else, paid once. */
export const GivePage = (props: GivePageProps) => {
  const { site, draft, notice, problems, post } = props;
  const { give, fields } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={give.title} description={give.description(site.title)}>
      {notice !== undefined && <Notice kind={notice.kind}>{notice.text}</Notice>}
      <ErrorSummary problems={problems} />
      <h1>{give.title}</h1>
      <p class="dek">{give.dek}</p>
      <PostForm post={post} class="stack">
        <Offers {...props} />
        <TextField
          id="recipient"
          name="recipient"
          kind="email"
          isOptional
          label={give.recipient}
          hint={give.recipientHint}
          value={draft.recipient}
          problem={problemOf('recipient', problems)}
        />
        <TextField
          id="name"
          name="name"
          kind="name"
          label={give.name}
          hint={give.nameHint}
          value={draft.name}
          problem={problemOf('name', problems)}
        />
        <TextField
          id="email"
          name="email"
          kind="email"
          label={fields.email}
          hint={give.emailHint}
          value={draft.email}
          problem={problemOf('email', problems)}
        />
        <div class="field">
          <label for="message">{give.message}</label>
          <ProblemAt id="message-problem" message={problemOf('message', problems)} />
          <textarea id="message" name="message" rows={3} maxlength={300}>
            {draft.message}
          </textarea>
        </div>
        <div class="act">
          <button class="button button--large" type="submit">
            {give.pay}
          </button>
        </div>
      </PostForm>
    </ReaderFrame>
  );
};
