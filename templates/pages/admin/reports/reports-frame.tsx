import type { ComponentChildren } from 'preact';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead } from '../parts.tsx';

export const reportsPlaces = [
  { href: '/admin/reports', text: 'Growth' },
  { href: '/admin/reports/revenue', text: 'Revenue' },
  { href: '/admin/reports/sponsors', text: 'Sponsors' },
] as const;

export type ReportsPlace = (typeof reportsPlaces)[number]['text'];

/** The pages about the paper as a whole, and the moment their figures are of. */
export const ReportsFrame = ({
  site,
  current,
  readAt,
  children,
}: {
  readonly site: AdminSite;
  readonly current: ReportsPlace;
  /** `14:02`. */
  readonly readAt: string;
  readonly children: ComponentChildren;
}) => (
  <AdminFrame site={site} what={current} current="reports">
    <DeskHead title={current} kicker="Reports" />
    <nav aria-label="Reports">
      <ul class="plain places">
        {reportsPlaces.map(({ href, text }) => (
          <li key={href}>
            <a href={href} aria-current={text === current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <p class="small soft">As of {readAt}; every figure is counted in the moment it happens.</p>
    {children}
  </AdminFrame>
);
