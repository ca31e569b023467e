import { PostForm } from '../../reader/post-form.tsx';
import type { Moment } from '../../reader/site.ts';
import type { AdminSite } from '../admin-frame.tsx';
import { counted } from '../parts.tsx';
import { ReportsFrame } from './reports-frame.tsx';

export interface SponsorsPageProps {
  readonly site: AdminSite;
  readonly readAt: string;
  readonly mayMake: boolean;
  readonly reports: ReadonlyArray<{
    readonly publicId: string;
    readonly sponsor: string;
    /** Sites and links that count. */
    readonly what: string;
    readonly editions: number;
    readonly madeBy: string;
    readonly made: Moment;
    /** Until when it is or was open. */
    readonly until: Moment;
    /** Null when it is closed. */
    readonly url: string | null;
  }>;
}

/** Reports that leave the house: who has one, until when, and the button that closes it. */
export const SponsorsPage = ({ site, readAt, mayMake, reports }: SponsorsPageProps) => (
  <ReportsFrame site={site} current="Sponsors" readAt={readAt}>
    <p>
      A report for a sponsor is one page behind a link: what was delivered and which of their links readers
      followed, without anything about a reader. Whoever has the link can look.
    </p>
    {mayMake && (
      <p>
        <a class="button" href="/admin/reports/sponsors/new">
          New report for a sponsor
        </a>
      </p>
    )}
    {reports.length === 0 ? (
      <p class="soft">None has been made yet.</p>
    ) : (
      <table class="sheet">
        <caption class="visually-hidden">Reports for sponsors, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Sponsor</th>
            <th scope="col">Made</th>
            <th scope="col">Open</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.publicId}>
              <th scope="row">
                {report.url === null ? report.sponsor : <a href={report.url}>{report.sponsor}</a>}
                <p class="small soft">
                  {counted(report.editions, 'edition', site.language)}: {report.what}
                </p>
              </th>
              <td>
                <time dateTime={report.made.iso}>{report.made.text}</time>
                <p class="small soft">{report.madeBy}</p>
              </td>
              <td>
                {report.url === null ? 'Closed since ' : 'Until '}
                <time dateTime={report.until.iso}>{report.until.text}</time>
                {report.url !== null && mayMake && (
                  <PostForm
                    post={{ action: `/admin/reports/sponsors/${report.publicId}/end`, hidden: [site.csrf] }}
                  >
                    <button class="button button--plain" type="submit">
                      Close the report for {report.sponsor}
                    </button>
                  </PostForm>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </ReportsFrame>
);
