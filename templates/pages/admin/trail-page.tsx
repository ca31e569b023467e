import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { Pager, type Paging, When } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface TrailRow {
  readonly id: number;
  readonly actor: string;
  readonly action: string;
  /** What it was done to, and where that lives; null when it lives nowhere. */
  readonly object: string | null;
  readonly href: string | null;
  /** What else was written down, in words; null when nothing was. */
  readonly details: string | null;
  readonly at: Moment;
}

export interface TrailPageProps {
  readonly site: AdminSite;
  readonly rows: readonly TrailRow[];
  readonly paging: Paging;
}

/** What people and keys did, newest first. Lines are never changed. */
export const TrailPage = ({ site, rows, paging }: TrailPageProps) => (
  <SettingsFrame site={site} current="Audit trail">
    <table class="ruled">
      <caption class="visually-hidden">Acts, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{row.actor}</td>
            <td>
              {row.action}
              {row.object !== null && (
                <>
                  {' · '}
                  {row.href === null ? row.object : <a href={row.href}>{row.object}</a>}
                </>
              )}
              {row.details !== null && <p class="hint">{row.details}</p>}
            </td>
            <td class="soft">
              <When at={row.at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <Pager {...paging} more="Earlier acts" />
  </SettingsFrame>
);
