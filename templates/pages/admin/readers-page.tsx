import { Notice } from '../reader/notice.tsx';
import { HiddenFields, type HiddenField } from '../reader/post-form.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, Ticks } from './fields.tsx';
import { DeskHead, Pager, type Paging, counted, grouped, stateNames } from './parts.tsx';
import { type ReaderRow, ReadersTable } from './readers-table.tsx';
import { TagInput } from './tag-input.tsx';

export interface ReadersPageProps {
  readonly site: AdminSite;
  readonly columns: ReadonlyArray<{ readonly key: string; readonly text: string }>;
  readonly rows: readonly ReaderRow[];
  readonly count: { readonly readers: number; readonly isMore: boolean };
  readonly filter: {
    readonly q: string;
    readonly newsletter: string;
    readonly state: string;
    readonly tier: string;
    readonly tag: string;
    readonly segment: string;
  };
  readonly choices: {
    readonly newsletters: readonly ChoiceOption[];
    readonly tiers: readonly ChoiceOption[];
    readonly segments: readonly ChoiceOption[];
    readonly tags: readonly string[];
    readonly columns: readonly ChoiceOption[];
  };
  readonly paging: Paging;
  /** What keeps the segment from picking anybody, with where to mend it. */
  readonly trouble: { readonly words: string; readonly href: string } | null;
  /** What the table is narrowed to, for the acts on all of them. */
  readonly hidden: readonly HiddenField[];
  readonly exportHref: string;
  readonly segmentHref: string;
  readonly notice?: string | undefined;
  readonly mayManage: boolean;
}

const stateOptions: readonly ChoiceOption[] = [
  { value: '', text: 'Any state' },
  ...Object.entries(stateNames).map(([value, text]) => ({ value, text })),
  { value: 'suppressed', text: 'Kept from mail' },
];

/** Readers, newest first. What is shown stands in the address; with scripts the table follows each letter typed. */
export const ReadersPage = (props: ReadersPageProps) => (
  <AdminFrame site={props.site} what="Readers" current="readers">
    <DeskHead title="Readers">
      <nav aria-label="Readers">
        <ul class="plain places">
          <li>
            <a href="/admin/readers/segments">Segments</a>
          </li>
          <li>
            <a href="/admin/readers/fields">Fields</a>
          </li>
          {props.mayManage && (
            <>
              <li>
                <a href="/admin/readers/bulk">Done to many</a>
              </li>
              <li>
                <a href="/admin/readers/import">Bring readers in</a>
              </li>
            </>
          )}
        </ul>
      </nav>
    </DeskHead>
    {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
    <Filters {...props} />
    <p id="readers-count" aria-live="polite" data-live-part>
      <Count {...props} />
    </p>
    <div id="readers-found" data-live-part>
      <Found {...props} />
    </div>
  </AdminFrame>
);

const Filters = ({ filter, choices, columns }: ReadersPageProps) => (
  <form class="filters" method="get" action="/admin/readers" data-live>
    <Input name="q" type="search" label="Address or name" value={filter.q} maxlength={200} />
    <Select
      name="newsletter"
      label="Newsletter"
      value={filter.newsletter}
      options={[{ value: '', text: 'Any newsletter' }, ...choices.newsletters]}
    />
    <Select name="state" label="State" value={filter.state} options={stateOptions} />
    <Select
      name="tier"
      label="Subscription"
      value={filter.tier}
      options={[{ value: '', text: 'Any subscription' }, ...choices.tiers]}
    />
    <TagInput label="Tag" value={filter.tag} known={choices.tags} />
    {choices.segments.length > 0 && (
      <Select
        name="segment"
        label="Segment"
        value={filter.segment}
        options={[{ value: '', text: 'Everybody' }, ...choices.segments]}
      />
    )}
    <details class="fold filters__columns">
      <summary>Columns</summary>
      <Ticks
        name="cols"
        legend="Show beside the address"
        ticked={columns.map(({ key }) => key)}
        options={choices.columns}
      />
    </details>
    <button class="button button--quiet" type="submit">
      Show
    </button>
  </form>
);

const isNarrowed = ({ filter }: ReadersPageProps): boolean =>
  Object.values(filter).some((value) => value !== '');

const Count = (props: ReadersPageProps) => {
  const { count, site } = props;
  const number = count.isMore
    ? `Over ${grouped(count.readers, site.language)} readers`
    : counted(count.readers, 'reader', site.language);
  return isNarrowed(props) ? (
    <>
      {number} {count.readers === 1 ? 'matches' : 'match'}. <a href="/admin/readers">Show all</a>
      {props.mayManage && (
        <>
          {' · '}
          <a href={props.segmentHref}>Keep this as a segment</a>
        </>
      )}
    </>
  ) : (
    <>{number}.</>
  );
};

const Found = (props: ReadersPageProps) => {
  const { trouble, rows, columns, paging, mayManage, exportHref } = props;
  if (trouble !== null)
    return (
      <p class="sign--bad">
        {trouble.words} <a href={trouble.href}>Mend the segment</a>
      </p>
    );
  if (rows.length === 0)
    return (
      <p>
        {isNarrowed(props)
          ? 'Nobody matches. Take one of the filters away, or look for a shorter part of the address.'
          : 'No reader yet: the box in every story asks for the first one.'}
      </p>
    );
  return (
    <>
      {mayManage ? (
        <form method="post" action="/admin/readers/bulk/choose">
          <HiddenFields fields={props.hidden} />
          <ReadersTable columns={columns} rows={rows} hasTicks />
          <div class="act">
            <button class="button button--quiet" type="submit">
              Do something with these readers
            </button>
            <a href={exportHref}>Download as CSV</a>
          </div>
        </form>
      ) : (
        <ReadersTable columns={columns} rows={rows} hasTicks={false} />
      )}
      <Pager {...paging} more="More readers" />
    </>
  );
};
