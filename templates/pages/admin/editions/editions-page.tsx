import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import type { Moment } from '../../reader/site.ts';

export interface EditionRow {
  readonly href: string;
  readonly subject: string;
  readonly newsletter: string;
  /** What became of it, in words; the kind gives it its sign. */
  readonly state: string;
  readonly kind: 'draft' | 'busy' | 'halted' | 'done';
  readonly at: Moment;
  /** Where its report is; null while nothing has left. */
  readonly report: string | null;
}

export interface EditionsPageProps {
  readonly site: AdminSite;
  readonly rows: readonly EditionRow[];
  /** The address of the page after. */
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly mayCompose: boolean;
}

/** Editions, newest first. */
export const EditionsPage = ({ site, rows, next, isFirst, mayCompose }: EditionsPageProps) => (
  <AdminFrame site={site} what="Editions" current="editions">
    <div class="edition-page edition-page--wide">
      <div class="edition-page__head">
        <div>
          <h1>Editions</h1>
          <p class="soft">
            <a href="/admin/editions/runs">Automatic editions</a>: what comes by itself, and what waits for
            you.
          </p>
        </div>
        {mayCompose && (
          <a class="button" href="/admin/editions/new">
            New edition
          </a>
        )}
      </div>
      {rows.length === 0 ? (
        <p>
          {isFirst
            ? 'No edition yet: choose a newsletter and its stories, and the first one is a draft.'
            : 'Nothing older.'}
        </p>
      ) : (
        <table class="edition-table">
          <caption class="visually-hidden">Editions, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Edition</th>
              <th scope="col">Newsletter</th>
              <th scope="col">State</th>
              <th scope="col">Changed or sent</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.href}>
                <th scope="row">
                  <a class="edition-table__link" href={row.href}>
                    {row.subject === '' ? 'No subject yet' : row.subject}
                  </a>
                </th>
                <td>{row.newsletter}</td>
                <td>
                  <span class={`edition-state edition-state--${row.kind}`}>{row.state}</span>
                  {row.report !== null && (
                    <>
                      {' '}
                      <a class="small" href={row.report} aria-label={`Report of ${row.subject}`}>
                        Report
                      </a>
                    </>
                  )}
                </td>
                <td class="soft">
                  <time dateTime={row.at.iso}>{row.at.text}</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(next !== null || !isFirst) && (
        <nav class="pager" aria-label="Pages">
          {!isFirst && <a href="/admin/editions">Newest</a>}
          {next !== null && <a href={next}>Older editions</a>}
        </nav>
      )}
    </div>
  </AdminFrame>
);
