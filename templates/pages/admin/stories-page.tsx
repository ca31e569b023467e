import { Notice } from '../reader/notice.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select } from './fields.tsx';
import { DeskHead, Pager, type Paging, Part, When, grouped } from './parts.tsx';

export interface StoryRow {
  readonly slug: string;
  readonly title: string;
  readonly byline: string;
  readonly section: string;
  readonly words: number;
  readonly publishedAt: Moment;
}

/** A story that is being written. */
export interface DraftRow {
  readonly id: string;
  readonly title: string;
  readonly byline: string;
  readonly section: string;
  readonly state: 'draft' | 'scheduled' | 'changed' | 'taken-back';
  /** When it comes out by itself. */
  readonly publishAt: Moment | null;
  readonly openMarks: number;
  readonly trouble: string;
  readonly updatedBy: string;
  readonly updatedAt: Moment;
}

export type StoryShow = '' | 'drafts' | 'scheduled' | 'published';

export interface StoriesPageProps {
  readonly site: AdminSite;
  readonly rows: readonly StoryRow[];
  readonly drafts: readonly DraftRow[];
  readonly counts: { readonly drafts: number; readonly scheduled: number };
  readonly sections: readonly ChoiceOption[];
  readonly filter: { readonly search: string; readonly section: string; readonly show: StoryShow };
  readonly paging: Paging;
  readonly mayWrite: boolean;
  readonly notice?: string | undefined;
}

/** What is being written, and what is out, newest first. */
export const StoriesPage = (props: StoriesPageProps) => {
  const { site, drafts, filter, mayWrite } = props;
  const showsPublished = filter.show === '' || filter.show === 'published';
  return (
    <AdminFrame site={site} what="Stories" current="stories">
      <DeskHead title="Stories">
        {mayWrite && (
          <a class="button" href="/admin/stories/new">
            Write a story
          </a>
        )}
      </DeskHead>
      {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
      <p class="soft">
        {mayWrite && (
          <>
            <a href="/admin/stories/import">Bring one in</a> that is written already, from a page, a file or
            pasted text.{' '}
          </>
        )}
        Stories can come in by themselves: <a href="/admin/stories/feeds">Feeds</a>
      </p>
      {mayWrite && <Shows {...props} />}
      <Filters {...props} />
      {filter.show === '' && drafts.length > 0 && (
        <Part id="being-written" title="Being written">
          <Drafts rows={drafts} />
        </Part>
      )}
      {(filter.show === 'drafts' || filter.show === 'scheduled') &&
        (drafts.length === 0 ? <NoDrafts {...props} /> : <Drafts rows={drafts} />)}
      {showsPublished &&
        (filter.show === '' && drafts.length > 0 ? (
          <Part id="published" title="Published">
            <Published {...props} />
          </Part>
        ) : (
          <Published {...props} />
        ))}
    </AdminFrame>
  );
};

const Shows = ({ filter, counts }: StoriesPageProps) => {
  const shows = [
    { show: '', text: 'All' },
    { show: 'drafts', text: `Drafts (${counts.drafts})` },
    { show: 'scheduled', text: `Scheduled (${counts.scheduled})` },
    { show: 'published', text: 'Published' },
  ] as const;
  return (
    <nav aria-label="Which stories">
      <ul class="plain places">
        {shows.map(({ show, text }) => (
          <li key={show}>
            <a
              href={show === '' ? '/admin/stories' : `/admin/stories?show=${show}`}
              aria-current={filter.show === show ? 'page' : undefined}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const Filters = ({ sections, filter }: StoriesPageProps) => (
  <form class="filters" method="get" action="/admin/stories">
    {filter.show !== '' && <input type="hidden" name="show" value={filter.show} />}
    <Input name="search" type="search" label="Headline or byline" value={filter.search} />
    <Select
      name="section"
      label="Section"
      value={filter.section}
      options={[{ value: '', text: 'All sections' }, ...sections]}
    />
    <button class="button button--quiet" type="submit">
      Show
    </button>
  </form>
);

const isNarrowed = ({ search, section }: StoriesPageProps['filter']): boolean =>
  search !== '' || section !== '';

const NoDrafts = ({ filter, mayWrite }: StoriesPageProps) => (
  <p>
    {isNarrowed(filter)
      ? 'Nothing matches. '
      : filter.show === 'drafts'
        ? 'No draft. '
        : 'Nothing waits for its time. '}
    {mayWrite && <a href="/admin/stories/new">Write a story</a>}
  </p>
);

const states = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  changed: 'Out, with changes nobody sees yet',
  'taken-back': 'Taken back: readers do not see it',
} as const;

const Drafts = ({ rows }: { readonly rows: readonly DraftRow[] }) => (
  <table class="ruled">
    <caption class="visually-hidden">Stories that are being written, the last touched first</caption>
    <thead>
      <tr>
        <th scope="col">Story</th>
        <th scope="col">State</th>
        <th scope="col">Section</th>
        <th scope="col">Byline</th>
        <th scope="col">Last touched</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <a class="ruled__link" href={`/admin/stories/drafts/${row.id}`}>
              {row.title === '' ? 'Without a headline' : row.title}
            </a>
          </th>
          <td>
            <State {...row} />
          </td>
          <td>{row.section || '–'}</td>
          <td>{row.byline || '–'}</td>
          <td class="soft">
            {row.updatedBy}, <When at={row.updatedAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const State = ({ state, publishAt, openMarks, trouble }: DraftRow) => (
  <>
    <span class={`story-state story-state--${state}`}>
      {state === 'scheduled' ? (
        <>
          Comes out <When at={publishAt} />
        </>
      ) : (
        states[state]
      )}
    </span>
    {openMarks > 0 && <span class="soft"> · {openMarks} TK</span>}
    {trouble !== '' && <span class="sign--bad"> {trouble}</span>}
  </>
);

const Published = ({ site, rows, filter, paging }: StoriesPageProps) => (
  <>
    {rows.length === 0 ? (
      <p>
        {isNarrowed(filter) ? (
          <>
            No story matches. <a href="/admin/stories">Show all</a>
          </>
        ) : (
          'No story is out yet: write the first one, and it has a page at once.'
        )}
      </p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Published stories, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Story</th>
            <th scope="col">Section</th>
            <th scope="col">Byline</th>
            <th scope="col" class="figure">
              Words
            </th>
            <th scope="col">Published</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.slug}>
              <th scope="row">
                <a class="ruled__link" href={`/admin/stories/${row.slug}`}>
                  {row.title}
                </a>
              </th>
              <td>{row.section}</td>
              <td>{row.byline}</td>
              <td class="figure" data-label="words">
                {grouped(row.words, site.language)}
              </td>
              <td class="soft">
                <When at={row.publishedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Pager {...paging} more="Older stories" />
  </>
);
