import { Notice } from './notice.tsx';
import { type FormPost, PostForm } from './post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';

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

const messageLabel = 'A line from you';

const Offers = ({ offers, draft, problems }: GivePageProps) => (
  <fieldset class="choices">
    <legend>The gift</legend>
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

/** A subscription for somebody else, paid once. */
export const GivePage = (props: GivePageProps) => {
  const { site, draft, notice, problems, post } = props;
  return (
    <ReaderFrame
      site={site}
      width="column"
      what="Give a subscription"
      description={`A digital subscription of ${site.title} as a gift: paid once, ends by itself.`}
    >
      {notice !== undefined && <Notice kind={notice.kind}>{notice.text}</Notice>}
      <ErrorSummary problems={problems} />
      <h1>Give a subscription</h1>
      <p class="dek">Paid once, and it ends by itself. Whoever gets it owes nothing.</p>
      <PostForm post={post} class="stack">
        <Offers {...props} />
        <TextField
          id="recipient"
          name="recipient"
          kind="email"
          isOptional
          label="Who is it for?"
          hint="Their e-mail address. Left empty, you get a link that you can hand over."
          value={draft.recipient}
          problem={problemOf('recipient', problems)}
        />
        <TextField
          id="name"
          name="name"
          kind="name"
          label="Your name"
          hint="As they read it. Left empty, the gift comes from us."
          value={draft.name}
          problem={problemOf('name', problems)}
        />
        <TextField
          id="email"
          name="email"
          kind="email"
          label="Your e-mail address"
          hint="For the receipt. It goes on no list."
          value={draft.email}
          problem={problemOf('email', problems)}
        />
        <div class="field">
          <label for="message">{messageLabel}</label>
          <ProblemAt id="message-problem" message={problemOf('message', problems)} />
          <textarea id="message" name="message" rows={3} maxlength={300}>
            {draft.message}
          </textarea>
        </div>
        <div class="act">
          <button class="button button--large" type="submit">
            Go on to payment
          </button>
        </div>
      </PostForm>
    </ReaderFrame>
  );
};
