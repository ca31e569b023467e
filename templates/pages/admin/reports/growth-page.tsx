import type { AdminSite } from '../admin-frame.tsx';
import { type ChoiceOption, Select } from '../fields.tsx';
import { Part, counted, grouped } from '../parts.tsx';
import { type CohortRow, CohortTable } from './cohort-table.tsx';
import { GrowthChart } from './growth-chart.tsx';
import { shareWords } from './report-words.ts';
import { ReportsFrame } from './reports-frame.tsx';
import { Wide } from './wide.tsx';

export interface GrowthRow {
  /** `12 Nov`. */
  readonly at: string;
  readonly confirmed: number;
  readonly imported: number;
  readonly returned: number;
  readonly left: number;
  readonly keptBack: number;
  readonly erased: number;
  readonly undone: number;
  readonly came: number;
  readonly went: number;
  /** On the list at its end. */
  readonly readers: number;
}

export interface SourceRow {
  readonly form: string;
  readonly story: string | null;
  readonly storyHref: string | null;
  readonly came: number;
  readonly stayed: number;
}

export interface GrowthPageProps {
  readonly site: AdminSite;
  readonly readAt: string;
  readonly filter: { readonly by: string; readonly newsletter: string };
  readonly newsletters: readonly ChoiceOption[];
  /** `in 30 days`. */
  readonly span: string;
  readonly readers: number;
  readonly readersBefore: number;
  /** Whom the paper lost; an import that was taken back is no loss. */
  readonly lost: number;
  readonly came: number;
  /** The oldest first. */
  readonly rows: readonly GrowthRow[];
  readonly sources: readonly SourceRow[];
  /** `January 2026`. */
  readonly sourcesSince: string;
  /** Of the paper as a whole; null where one newsletter is shown. */
  readonly cohorts: readonly CohortRow[] | null;
  /** Files, by what they hold. */
  readonly files: { readonly growth: string; readonly sources: string; readonly cohorts: string };
}

/** Who came and who went, what earned them, how long they stay. */
export const GrowthPage = (props: GrowthPageProps) => (
  <ReportsFrame site={props.site} current="Growth" readAt={props.readAt}>
    <form class="filters" method="get" action="/admin/reports">
      <Select
        name="by"
        label="Counted by"
        value={props.filter.by}
        options={[
          { value: 'day', text: 'Day' },
          { value: 'week', text: 'Week' },
          { value: 'month', text: 'Month' },
        ]}
      />
      <Select
        name="newsletter"
        label="Of"
        value={props.filter.newsletter}
        options={[{ value: '', text: 'The whole paper' }, ...props.newsletters]}
      />
      <button class="button button--quiet" type="submit">
        Show
      </button>
    </form>
    <Figures {...props} />
    <Changes {...props} />
    {props.cohorts !== null && (
      <>
        <Sources {...props} />
        <Cohorts cohorts={props.cohorts} site={props.site} href={props.files.cohorts} />
      </>
    )}
  </ReportsFrame>
);

const signed = (value: number, language: string): string =>
  value > 0 ? `+${grouped(value, language)}` : grouped(value, language).replace('-', '−');

const Figures = ({ site, span, readers, readersBefore, came, lost }: GrowthPageProps) => (
  <dl class="figures">
    <div>
      <dt>Readers on the list</dt>
      <dd>
        {grouped(readers, site.language)}
        <span>
          {signed(readers - readersBefore, site.language)} {span}
        </span>
      </dd>
    </div>
    <div>
      <dt>Came {span}</dt>
      <dd>{grouped(came, site.language)}</dd>
    </div>
    <div>
      <dt>Lost {span}</dt>
      <dd>
        {grouped(lost, site.language)}
        <span>
          {readersBefore > 0
            ? `${shareWords(lost, readersBefore, site.language)} of those there before`
            : 'nobody was there before'}
        </span>
      </dd>
    </div>
  </dl>
);

const Changes = ({ site, rows, span, files }: GrowthPageProps) => {
  const figure = (value: number) => (
    <td class="figure">{value === 0 ? '–' : grouped(value, site.language)}</td>
  );
  return (
    <Part id="changes" title="Who came and who went">
      <p class="small">
        <a class="off-paper" href={files.growth}>
          Download as CSV
        </a>
      </p>
      {rows.every(({ came, went }) => came + went === 0) ? (
        <p>Nobody has come or gone in this time.</p>
      ) : (
        <GrowthChart spans={rows} grouped={(count) => grouped(count, site.language)} />
      )}
      <details>
        <summary>The same as a table</summary>
        <Wide label="The same as a table">
          <table class="sheet">
            <caption class="visually-hidden">Readers who came and went {span}, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col" class="figure">
                  Confirmed
                </th>
                <th scope="col" class="figure">
                  Imported
                </th>
                <th scope="col" class="figure">
                  Returned
                </th>
                <th scope="col" class="figure">
                  Left
                </th>
                <th scope="col" class="figure">
                  Kept back
                </th>
                <th scope="col" class="figure">
                  Erased
                </th>
                <th scope="col" class="figure">
                  Import undone
                </th>
                <th scope="col" class="figure">
                  Net
                </th>
                <th scope="col" class="figure">
                  On the list
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.toReversed().map((row) => (
                <tr key={row.at}>
                  <th scope="row">{row.at}</th>
                  {figure(row.confirmed)}
                  {figure(row.imported)}
                  {figure(row.returned)}
                  {figure(row.left)}
                  {figure(row.keptBack)}
                  {figure(row.erased)}
                  {figure(row.undone)}
                  <td class="figure">{signed(row.came - row.went, site.language)}</td>
                  <td class="figure">{grouped(row.readers, site.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      </details>
      <p class="small soft">
        A reader is on the list while they have a newsletter and nothing keeps all mail from them. Kept back:
        their mail came back, or they complained.
      </p>
    </Part>
  );
};

const Sources = ({ site, sources, sourcesSince, files }: GrowthPageProps) => (
  <Part id="sources" title="What earned them">
    {sources.length === 0 ? (
      <p>Nobody has come since {sourcesSince}.</p>
    ) : (
      <>
        <p class="small">
          Since {sourcesSince}.{' '}
          <a class="off-paper" href={files.sources}>
            Download all as CSV
          </a>
        </p>
        <table class="sheet">
          <caption class="visually-hidden">Forms and stories that earned readers, the most first</caption>
          <thead>
            <tr>
              <th scope="col">Story</th>
              <th scope="col">Form</th>
              <th scope="col" class="figure">
                Came
              </th>
              <th scope="col" class="figure">
                Still here
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ form, story, storyHref, came, stayed }) => (
              <tr key={`${form} ${story ?? ''}`}>
                <th scope="row">
                  {story === null ? (
                    <span class="soft">No story</span>
                  ) : storyHref === null ? (
                    story
                  ) : (
                    <a href={storyHref}>{story}</a>
                  )}
                </th>
                <td>{form}</td>
                <td class="figure">{grouped(came, site.language)}</td>
                <td class="figure">
                  {grouped(stayed, site.language)}{' '}
                  <span class="soft">{shareWords(stayed, came, site.language)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    )}
  </Part>
);

const Cohorts = ({
  cohorts,
  site,
  href,
}: {
  readonly cohorts: readonly CohortRow[];
  readonly site: AdminSite;
  readonly href: string;
}) => (
  <Part id="cohorts" title="How long they stay">
    {cohorts.length === 0 ? (
      <p>The first month is not over yet: whoever comes now stands here.</p>
    ) : (
      <>
        <p class="small">
          Of{' '}
          {counted(
            cohorts.reduce((sum, { readers }) => sum + readers, 0),
            'reader',
            site.language,
          )}
          , by the month they came. Whoever returned counts again.{' '}
          <a class="off-paper" href={href}>
            Download as CSV
          </a>
        </p>
        <CohortTable cohorts={cohorts} language={site.language} />
      </>
    )}
  </Part>
);
