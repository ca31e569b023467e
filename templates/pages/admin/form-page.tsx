import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea, Tick, Ticks } from './fields.tsx';
import { Part, When } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

/** As it stands in the form: texts, whatever was typed. */
export interface FormDraft {
  readonly slug: string;
  readonly name: string;
  readonly standsOn: string;
  readonly headline: string;
  readonly promise: string;
  readonly button: string;
  readonly asksName: boolean;
  readonly showsChoices: boolean;
  readonly newsletters: readonly string[];
  readonly tier: string;
  readonly isEnabled: boolean;
  /** Empty: the reader's own. */
  readonly language: string;
}

/** What there is to paste on other sites. */
export interface FormCodes {
  readonly href: string;
  readonly snippet: string;
  readonly script: string;
  readonly frame: string;
  /** Null while it waits for its first sign-up. */
  readonly firstSignUp: Moment | null;
}

export interface AdminFormPageProps {
  readonly site: AdminSite;
  /** Null while it is not there yet. */
  readonly slug: string | null;
  readonly draft: FormDraft;
  /** False for the forms of our own pages: those stay. */
  readonly mayClose: boolean;
  readonly newsletters: readonly ChoiceOption[];
  readonly tiers: readonly ChoiceOption[];
  /** What the paper offers; with one there is nothing to choose. */
  readonly languages: readonly ChoiceOption[];
  readonly codes?: FormCodes | undefined;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** One form: its words, its fields, what it offers, and the code that puts it on other sites. */
export const AdminFormPage = (props: AdminFormPageProps) => {
  const { site, slug, problems } = props;
  const action = slug === null ? '/admin/settings/forms/new' : `/admin/settings/forms/${slug}`;
  return (
    <SettingsFrame site={site} current="Forms" notice={props.notice} problems={problems}>
      <p>
        <a href="/admin/settings/forms">All forms</a>
      </p>
      <h2>{slug === null ? 'Add a form' : props.draft.name}</h2>
      <PostForm post={{ action, hidden: [site.csrf] }} class="stack narrow">
        <Names {...props} />
        <Words {...props} />
        <Fields {...props} />
        <div class="act">
          <button class="button" type="submit">
            {slug === null ? 'Add this form' : 'Save this form'}
          </button>
        </div>
      </PostForm>
      {props.codes !== undefined && <Codes {...props.codes} />}
    </SettingsFrame>
  );
};

const Names = ({ slug, draft, problems }: AdminFormPageProps) => (
  <>
    <Input
      name="name"
      label="Name"
      hint="For the newsroom; readers never see it."
      value={draft.name}
      problems={problems}
    />
    {slug === null && (
      <Input
        name="slug"
        label="Address part"
        hint="Small letters, digits and hyphens, such as library-site. It stays as it is: every reader it earns carries it."
        value={draft.slug}
        problems={problems}
      />
    )}
    <Input
      name="standsOn"
      label="Where it stands"
      hint="Such as: the library’s site, under the opening hours."
      value={draft.standsOn}
      problems={problems}
    />
  </>
);

const Words = ({ draft, problems }: AdminFormPageProps) => (
  <>
    <Input
      name="headline"
      label="Headline"
      hint="Left empty, it is the newsletter’s name. In a story, the story’s own words come first."
      value={draft.headline}
      problems={problems}
    />
    <TextArea
      name="promise"
      label="Promise"
      hint="Left empty, it is the newsletter’s."
      rows={2}
      value={draft.promise}
      problems={problems}
    />
    <Input
      name="button"
      label="Button"
      hint="Left empty, it says SIGN ME UP!"
      value={draft.button}
      problems={problems}
    />
  </>
);

const Fields = ({ draft, newsletters, tiers, languages, mayClose, problems }: AdminFormPageProps) => (
  <>
    <Tick id="asksName" name="asksName" value="yes" isTicked={draft.asksName} label="Asks for a name" />
    <Tick
      id="showsChoices"
      name="showsChoices"
      value="yes"
      isTicked={draft.showsChoices}
      label="Shows newsletters, rhythm and subscription at once"
      hint="Otherwise the address is all it asks for, and the choices are the next step."
    />
    <Ticks
      name="newsletters"
      legend="Newsletters it offers"
      hint="None ticked: the story’s own newsletter, or the first; with the choices shown, all of them."
      ticked={draft.newsletters}
      options={newsletters}
      problems={problems}
    />
    <Select
      name="tier"
      label="Subscription it offers"
      value={draft.tier}
      options={[{ value: '', text: 'None: the reader chooses in the next step' }, ...tiers]}
      problems={problems}
    />
    {languages.length > 1 && (
      <Select
        name="language"
        label="Language"
        hint="What it says beside your own words, and what its readers get. A page in one language wants that one."
        value={draft.language}
        options={[{ value: '', text: 'The reader’s own' }, ...languages]}
        problems={problems}
      />
    )}
    {mayClose && (
      <Tick
        id="isEnabled"
        name="isEnabled"
        value="yes"
        isTicked={draft.isEnabled}
        label="Takes sign-ups"
        hint="A closed one says so, wherever it still stands."
      />
    )}
  </>
);

const Codes = ({ href, snippet, script, frame, firstSignUp }: FormCodes) => (
  <>
    <Part id="use" title="Put it on a page">
      <p>
        Its own page: <a href={href}>{href}</a>
      </p>
      <p class="soft">
        {firstSignUp === null ? (
          'Waiting for the first sign-up. Send one yourself to see that it works.'
        ) : (
          <>
            First sign-up: <When at={firstSignUp} />
          </>
        )}
      </p>
      <Code
        id="code-snippet"
        title="A plain form, for any system"
        words="It needs no script. Put the story’s address part into the field named article to count readers for it. The last line is optional: with it the answer appears in place."
        code={snippet}
      />
      <Code
        id="code-script"
        title="A script tag"
        words="The form appears where the tag stands, always with the words of today."
        code={script}
      />
      <Code
        id="code-frame"
        title="A frame"
        words="For pages that take neither forms nor scripts. The site has to be named under Sign-up."
        code={frame}
      />
    </Part>
  </>
);

const Code = (props: {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly code: string;
}) => (
  <section class="paste" aria-labelledby={`${props.id}-title`}>
    <h3 id={`${props.id}-title`}>{props.title}</h3>
    <p class="hint">{props.words}</p>
    <pre id={props.id}>{props.code}</pre>
    <button class="button button--quiet" type="button" data-copy={props.id} hidden>
      Copy
    </button>
  </section>
);
