import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select } from './fields.tsx';
import { DeskHead, Pager, type Paging, When, grouped } from './parts.tsx';

export interface StoryRow {
  readonly slug: string;
  readonly title: string;
  readonly byline: string;
  readonly section: string;
  readonly words: number;
  readonly publishedAt: Moment;
}

export interface StoriesPageProps {
  readonly site: AdminSite;
  readonly rows: readonly StoryRow[];
  readonly sections: readonly ChoiceOption[];
  readonly filter: { readonly search: string; readonly section: string };
  readonly paging: Paging;
  readonly mayWrite: boolean;
}

/** Stories, newest first. */
export const StoriesPage = ({ site, rows, sections, filter, paging, mayWrite }: StoriesPageProps) => {
  const isFiltered = filter.search !== '' || filter.section !== '';
  return (
    <AdminFrame site={site} what="Stories" current="stories">
      <DeskHead title="Stories">
        {mayWrite && (
          <a class="button" href="/admin/stories/import">
            Bring a story in
          </a>
        )}
      </DeskHead>
      <p class="soft">
        Stories can come in by themselves: <a href="/admin/stories/feeds">Feeds</a>
      </p>
      <form class="filters" method="get" action="/admin/stories">
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
      {rows.length === 0 ? (
        <p>
          {isFiltered ? (
            <>
              No story matches. <a href="/admin/stories">Show all</a>
            </>
          ) : (
            'No story yet: paste the first one, and it has a page at once.'
          )}
        </p>
      ) : (
        <table class="ruled">
          <caption class="visually-hidden">Stories, newest first</caption>
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
    </AdminFrame>
  );
};
