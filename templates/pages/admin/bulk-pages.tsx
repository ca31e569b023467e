import { Notice } from '../reader/notice.tsx';
import { type HiddenField, PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea } from './fields.tsx';
import { DeskHead, Part, When, counted } from './parts.tsx';
import { TagInput } from './tag-input.tsx';

export interface BulkDraft {
  /** Public ids. */
  readonly ticked: readonly string[];
  readonly which: string;
  readonly act: string;
  readonly tag: string;
  readonly newsletter: string;
  readonly words: string;
  readonly tier: string;
  readonly until: string;
}

export interface BulkChoosePageProps {
  readonly site: AdminSite;
  /** The filter and the ticked readers. */
  readonly hidden: readonly HiddenField[];
  readonly draft: BulkDraft;
  /** How many match the filter; null when they are more than can be changed at once. */
  readonly matching: number | null;
  readonly most: number;
  readonly newsletters: readonly ChoiceOption[];
  readonly tiers: readonly ChoiceOption[];
  readonly tags: readonly string[];
  readonly problems: readonly FieldProblem[];
}

const path = '/admin/readers/bulk';

const acts: readonly ChoiceOption[] = [
  { value: 'add tag', text: 'Add a tag' },
  { value: 'remove tag', text: 'Take a tag away' },
  { value: 'subscribe', text: 'Subscribe to a newsletter' },
  { value: 'unsubscribe', text: 'Take off a newsletter' },
  { value: 'give tier', text: 'Give a subscription free of charge' },
];

const Radios = ({
  name,
  legend,
  chosen,
  options,
  problems,
}: {
  readonly name: string;
  readonly legend: string;
  readonly chosen: string;
  readonly options: readonly ChoiceOption[];
  readonly problems: readonly FieldProblem[];
}) => (
  <fieldset class="ticks">
    <legend>{legend}</legend>
    <ProblemAt id={`${name}-problem`} message={problemOf(name, problems)} />
    {options.map(({ value, text }, index) => {
      const id = index === 0 ? name : `${name}-${index}`;
      return (
        <div key={value} class="choice">
          <input id={id} type="radio" name={name} value={value} checked={value === chosen} />
          <label for={id}>{text}</label>
        </div>
      );
    })}
  </fieldset>
);

/** For whom, and what. Nothing happens yet. */
export const BulkChoosePage = (props: BulkChoosePageProps) => {
  const { site, draft, matching, most, problems } = props;
  const which = [
    ...(draft.ticked.length === 0
      ? []
      : [{ value: 'ticked', text: `The ${counted(draft.ticked.length, 'reader', site.language)} ticked` }]),
    ...(matching === null
      ? []
      : [{ value: 'all', text: `All ${counted(matching, 'reader', site.language)} that match` }]),
  ];
  return (
    <AdminFrame site={site} what="Change many readers" current="readers" hasProblem={problems.length > 0}>
      <DeskHead title="Change many readers" kicker={<a href="/admin/readers">Readers</a>} />
      <ErrorSummary problems={problems} />
      <PostForm post={{ action: `${path}/review`, hidden: props.hidden }} class="stack narrow">
        {which.length === 0 ? (
          <p id="which">Nobody is ticked: go back and tick somebody.</p>
        ) : (
          <Radios name="which" legend="For whom" chosen={draft.which} options={which} problems={problems} />
        )}
        {matching === null && (
          <p class="hint">
            More than {counted(most, 'reader', site.language)} match. So many cannot be changed at once: go
            back and narrow them down.
          </p>
        )}
        <Radios name="act" legend="What" chosen={draft.act} options={acts} problems={problems} />
        <Details {...props} />
        <div class="act">
          <button class="button" type="submit">
            See what will happen
          </button>
          <p class="hint">Nothing changes yet.</p>
        </div>
      </PostForm>
    </AdminFrame>
  );
};

const Details = ({ draft, newsletters, tiers, tags, problems }: BulkChoosePageProps) => (
  <>
    <TagInput
      name="act-tag"
      label="Tag, if it is about one"
      value={draft.tag}
      known={tags}
      problems={problems}
    />
    <Select
      name="act-newsletter"
      label="Newsletter, if it is about one"
      value={draft.newsletter}
      options={newsletters}
      problems={problems}
    />
    <TextArea
      name="words"
      label="How they agreed to the newsletter"
      hint="Kept with each of them as the proof of their consent. Only for subscribing."
      value={draft.words}
      rows={3}
      problems={problems}
    />
    {tiers.length > 0 && (
      <>
        <Select
          name="act-tier"
          label="Subscription, if one is given"
          value={draft.tier}
          options={tiers}
          problems={problems}
        />
        <Input
          name="until"
          type="date"
          label="Its last day"
          hint="Left empty, it lasts until somebody ends it."
          value={draft.until}
          problems={problems}
        />
      </>
    )}
  </>
);

export interface BulkReviewPageProps {
  readonly site: AdminSite;
  /** Everything that was chosen, and the number it was chosen for. */
  readonly hidden: readonly HiddenField[];
  readonly button: string;
  readonly exceptions: string;
  readonly notice?: string | undefined;
}

/** One sentence, and a button that says what it does. */
export const BulkReviewPage = ({ site, hidden, button, exceptions, notice }: BulkReviewPageProps) => (
  <AdminFrame site={site} what="Change many readers" current="readers">
    <DeskHead title="Change many readers" kicker={<a href="/admin/readers">Readers</a>} />
    {notice !== undefined && <Notice kind="warn">{notice}</Notice>}
    <p class="statement__words">{exceptions}</p>
    <PostForm post={{ action: path, hidden }} class="act">
      <button class="button" type="submit">
        {button}
      </button>
      <p class="hint">It can be taken back for seven days.</p>
    </PostForm>
  </AdminFrame>
);

export interface BulkLine {
  readonly id: string;
  readonly words: string;
  readonly by: string;
  readonly at: Moment;
  /** Who took it back, and for how many; null when nobody has. */
  readonly undone: string | null;
}

export interface BulkPageProps {
  readonly site: AdminSite;
  readonly line: BulkLine;
  readonly mayUndo: boolean;
  readonly notice?: string | undefined;
}

/** What was done to many readers, and the way back. */
export const BulkPage = ({ site, line, mayUndo, notice }: BulkPageProps) => (
  <AdminFrame site={site} what={line.words} current="readers">
    <DeskHead title={line.words} kicker={<a href={path}>Done to many</a>} />
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    <p class="soft">
      {line.by} · <When at={line.at} />
    </p>
    {line.undone !== null && <p>{line.undone}</p>}
    {mayUndo && (
      <Part id="undo" title="Take it back">
        <PostForm post={{ action: `${path}/${line.id}/undo`, hidden: [site.csrf] }} class="act">
          <p>Readers who have changed it themselves since stay as they are now.</p>
          <button class="button button--quiet" type="submit">
            Undo this
          </button>
        </PostForm>
      </Part>
    )}
  </AdminFrame>
);

/** Everything that was done to many readers, the newest first. */
export const BulkListPage = ({
  site,
  lines,
  notice,
}: {
  readonly site: AdminSite;
  readonly lines: readonly BulkLine[];
  readonly notice?: string | undefined;
}) => (
  <AdminFrame site={site} what="Done to many" current="readers">
    <DeskHead title="Done to many" kicker={<a href="/admin/readers">Readers</a>} />
    {notice !== undefined && <Notice kind="warn">{notice}</Notice>}
    {lines.length === 0 ? (
      <p>
        Nothing yet. Tick readers in <a href="/admin/readers">the table</a> to tag them, subscribe them or
        give them something.
      </p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
            <th scope="col">Taken back</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, words, by, at, undone }) => (
            <tr key={id}>
              <th scope="row">
                <a class="ruled__link ruled__link--sans" href={`${path}/${id}`}>
                  {words}
                </a>
              </th>
              <td>{by}</td>
              <td class="soft">
                <When at={at} />
              </td>
              <td>{undone}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </AdminFrame>
);
