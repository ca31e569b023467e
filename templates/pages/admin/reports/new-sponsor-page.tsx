import { PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { AdminSite } from '../admin-frame.tsx';
import { Input, Select, Ticks } from '../fields.tsx';
import { Part } from '../parts.tsx';
import { ReportsFrame } from './reports-frame.tsx';

export interface NewSponsorPageProps {
  readonly site: AdminSite;
  readonly readAt: string;
  readonly draft: {
    readonly sponsor: string;
    readonly editions: readonly string[];
    readonly hosts: readonly string[];
    readonly urls: readonly string[];
    readonly days: string;
  };
  readonly editions: ReadonlyArray<{ readonly publicId: string; readonly words: string }>;
  /** What stands in the editions that are chosen. */
  readonly hosts: ReadonlyArray<{ readonly host: string; readonly links: number }>;
  readonly links: ReadonlyArray<{ readonly url: string; readonly words: string }>;
  readonly problems: readonly FieldProblem[];
}

/** First the editions, then the links in them: two steps on one page. */
export const NewSponsorPage = (props: NewSponsorPageProps) => {
  const { site, readAt, draft, editions, problems } = props;
  return (
    <ReportsFrame site={site} current="Sponsors" readAt={readAt}>
      <ErrorSummary problems={problems} />
      <Part id="which" title="Which editions">
        {editions.length === 0 ? (
          <p>
            No edition has left yet, and the report is about those that have:{' '}
            <a href="/admin/editions">Editions</a>
          </p>
        ) : (
          <form class="stack lines" method="get" action="/admin/reports/sponsors/new">
            <Ticks
              name="edition"
              legend="Editions the sponsor was in"
              ticked={draft.editions}
              options={editions.map(({ publicId, words }) => ({ value: publicId, text: words }))}
              problems={problems}
            />
            <div class="act">
              <button class="button button--quiet" type="submit">
                Show the links of these editions
              </button>
            </div>
          </form>
        )}
      </Part>
      {draft.editions.length > 0 && <Links {...props} />}
    </ReportsFrame>
  );
};

const days = [
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '180', text: 'Half a year' },
  { value: '365', text: 'A year' },
];

const Links = ({ site, draft, hosts, links, problems }: NewSponsorPageProps) => (
  <Part id="links" title="Which links are the sponsor’s">
    {links.length === 0 ? (
      <p>Clicks were not counted in these editions, so there is nothing to report.</p>
    ) : (
      <PostForm
        post={{
          action: '/admin/reports/sponsors',
          hidden: [site.csrf, ...draft.editions.map((value) => ({ name: 'edition', value }))],
        }}
        class="stack lines"
      >
        {hosts.length > 0 && (
          <Ticks
            name="hosts"
            legend="Sites"
            hint="Every link there counts."
            ticked={draft.hosts}
            options={hosts.map(({ host, links: count }) => ({
              value: host,
              text: count === 1 ? host : `${host} (${count} links)`,
            }))}
            problems={problems}
          />
        )}
        <details open={hosts.length === 0 || draft.urls.length > 0}>
          <summary>Single links</summary>
          <Ticks
            name="urls"
            legend="Links"
            ticked={draft.urls}
            options={links.map(({ url, words }) => ({
              value: url,
              text: words === '' ? url : `${words} · ${url}`,
            }))}
            problems={problems}
          />
        </details>
        <Input name="sponsor" label="Sponsor" value={draft.sponsor} maxlength={120} problems={problems} />
        <Select name="days" label="Open for" value={draft.days} options={days} problems={problems} />
        <div class="act">
          <button class="button" type="submit">
            Make this report
          </button>
        </div>
      </PostForm>
    )}
  </Part>
);
