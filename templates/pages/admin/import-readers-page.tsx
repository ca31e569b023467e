import { Notice } from '../reader/notice.tsx';
import { HiddenFields, PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Select, TextArea, Ticks } from './fields.tsx';
import { DeskHead, Part, When, grouped } from './parts.tsx';

export interface ImportLine {
  readonly id: string;
  readonly fileName: string;
  readonly state: string;
  readonly subscribed: number | null;
  readonly at: Moment;
}

export interface UploadPageProps {
  readonly site: AdminSite;
  readonly earlier: readonly ImportLine[];
  readonly problems: readonly FieldProblem[];
}

/** The first step: a file. */
export const UploadPage = ({ site, earlier, problems }: UploadPageProps) => (
  <AdminFrame site={site} what="Bring readers in" current="readers" hasProblem={problems.length > 0}>
    <DeskHead title="Bring readers in" kicker={<a href="/admin/readers">Readers</a>} />
    <ErrorSummary problems={problems} />
    <p>
      A list from another product, or from a spreadsheet, as a CSV file. Exports of Mailchimp, Substack,
      Ghost, beehiiv, Buttondown, listmonk and Kit are understood as they are. Nothing happens to any reader
      before you have seen what would.
    </p>
    <form
      method="post"
      action="/admin/readers/import"
      enctype="multipart/form-data"
      class="stack narrow"
      novalidate
    >
      <HiddenFields fields={[site.csrf]} />
      <div class="field">
        <label>
          The file
          <input id="file" type="file" name="file" accept=".csv,.tsv,.txt,text/csv" />
        </label>
        <ProblemAt id="file-problem" message={problemOf('file', problems)} />
      </div>
      <div class="act">
        <button class="button" type="submit">
          Read it
        </button>
      </div>
    </form>
    {earlier.length > 0 && (
      <Part id="earlier" title="Earlier ones">
        <table class="ruled">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">State</th>
              <th scope="col" class="figure">
                Subscribed
              </th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {earlier.map(({ id, fileName, state, subscribed, at }) => (
              <tr key={id}>
                <th scope="row">
                  <a class="ruled__link ruled__link--sans" href={`/admin/readers/import/${id}`}>
                    {fileName}
                  </a>
                </th>
                <td>{state}</td>
                <td class="figure" data-label="subscribed">
                  {subscribed === null ? '–' : grouped(subscribed, site.language)}
                </td>
                <td class="soft">
                  <When at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
    )}
  </AdminFrame>
);

export interface ImportColumn {
  /** The part of a reader it stands for, such as `email`. */
  readonly part: string;
  readonly label: string;
  readonly heading: string;
}

export interface ImportCount {
  readonly label: string;
  readonly count: number;
  readonly words: string;
}

export interface ImportPageProps {
  readonly site: AdminSite;
  readonly id: string;
  readonly fileName: string;
  readonly source: string | null;
  readonly stage: 'choose' | 'busy' | 'done' | 'undone';
  /** What is being done, with its progress. */
  readonly busy?: string | undefined;
  /** Why it came to nothing. */
  readonly failed?: string | undefined;
  readonly columns: readonly ImportColumn[];
  readonly headings: readonly string[];
  readonly newsletters: readonly ChoiceOption[];
  readonly chosen: readonly string[];
  readonly tiers: readonly ChoiceOption[];
  readonly paidTier: string;
  readonly words: string;
  /** After a check, or a run. */
  readonly counts: readonly ImportCount[] | null;
  readonly hasProblemRows: boolean;
  readonly mayRun: boolean;
  readonly mayUndo: boolean;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** The second step and all that follow: what the columns mean, what would happen, what did. */
export const ImportPage = (props: ImportPageProps) => (
  <AdminFrame
    site={props.site}
    what={props.fileName}
    current="readers"
    hasProblem={props.problems.length > 0}
  >
    <DeskHead title={props.fileName} kicker={<a href="/admin/readers/import">Bring readers in</a>} />
    {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
    {props.failed !== undefined && <Notice kind="warn">It came to nothing: {props.failed}</Notice>}
    <ErrorSummary problems={props.problems} />
    {props.source !== null && <p>This is an export of {props.source}.</p>}
    {props.busy !== undefined && (
      <>
        <Notice kind="good">{props.busy}</Notice>
        <p>
          <a href={`/admin/readers/import/${props.id}`}>Look again</a>. It goes on when this page is closed.
        </p>
      </>
    )}
    {props.counts !== null && <Counts {...props} />}
    {props.stage === 'choose' && <Choices {...props} />}
    {props.mayUndo && (
      <Part id="undo" title="Take it back">
        <p>
          Within seven days. Readers who did something of their own since, or have had mail, stay known;
          everybody else is removed.
        </p>
        <PostForm post={{ action: `/admin/readers/import/${props.id}/undo`, hidden: [props.site.csrf] }}>
          <button class="button button--danger" type="submit">
            Take this import back
          </button>
        </PostForm>
      </Part>
    )}
  </AdminFrame>
);

const Counts = ({ site, id, counts, hasProblemRows, mayRun, stage }: ImportPageProps) => (
  <Part id="counts" title={stage === 'done' || stage === 'undone' ? 'What happened' : 'What would happen'}>
    <dl class="tally">
      {(counts ?? []).map(({ label, count, words }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <b class="figure">{grouped(count, site.language)}</b> <span class="soft">{words}</span>
          </dd>
        </div>
      ))}
    </dl>
    {hasProblemRows && (
      <p>
        <a href={`/admin/readers/import/${id}/problems.csv`}>
          The rows that come to nothing, with the reason
        </a>{' '}
        (CSV)
      </p>
    )}
    {mayRun && (
      <PostForm post={{ action: `/admin/readers/import/${id}/run`, hidden: [site.csrf] }} class="act">
        <button class="button" type="submit">
          Bring them in
        </button>
      </PostForm>
    )}
  </Part>
);

const Choices = (props: ImportPageProps) => {
  const { site, id, columns, headings, newsletters, chosen, tiers, paidTier, words, problems } = props;
  const options = [
    { value: '', text: 'Nothing in this file' },
    ...headings.map((heading) => ({ value: heading, text: heading })),
  ];
  return (
    <Part id="choices" title="What it means">
      <PostForm
        post={{ action: `/admin/readers/import/${id}/check`, hidden: [site.csrf] }}
        class="stack narrow"
      >
        <Ticks
          name="newsletter"
          legend="Newsletters they get"
          ticked={chosen}
          options={newsletters}
          problems={problems}
        />
        <TextArea
          name="words"
          label="Where they agreed"
          hint="In a sentence, such as “Signed up on our old site between 2019 and 2026, with a confirmation by mail”. It is kept as the proof of consent."
          rows={2}
          value={words}
          problems={problems}
        />
        {columns.map(({ part, label, heading }) => (
          <Select
            key={part}
            name={part}
            label={label}
            value={heading}
            options={options}
            problems={problems}
          />
        ))}
        {tiers.length > 0 && (
          <Select
            name="tier"
            label="Subscription of those who paid there"
            hint="Where the file names one of ours, that one counts."
            value={paidTier}
            options={tiers}
            problems={problems}
          />
        )}
        <div class="act">
          <button class="button button--quiet" type="submit">
            Check what would happen
          </button>
        </div>
      </PostForm>
    </Part>
  );
};
