import type { ComponentChildren } from 'preact';

import { Notice } from '../reader/notice.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { DeskHead } from './parts.tsx';

export const settingsPlaces = [
  { href: '/admin/settings', text: 'Publication' },
  { href: '/admin/settings/forms', text: 'Forms' },
  { href: '/admin/settings/sign-up', text: 'Sign-up' },
  { href: '/admin/settings/access', text: 'Access' },
  { href: '/admin/settings/subscriptions', text: 'Subscriptions' },
  { href: '/admin/settings/gifts-and-groups', text: 'Gifts and groups' },
  { href: '/admin/settings/letters', text: 'Letters' },
  { href: '/admin/settings/warnings', text: 'Warnings' },
  { href: '/admin/settings/clicks', text: 'Clicks' },
  { href: '/admin/settings/staff', text: 'Staff' },
  { href: '/admin/settings/keys', text: 'API keys' },
  { href: '/admin/settings/webhooks', text: 'Webhooks' },
  { href: '/admin/settings/trail', text: 'Audit trail' },
] as const;

export type SettingsPlace = (typeof settingsPlaces)[number]['text'];

export interface SettingsFrameProps {
  readonly site: AdminSite;
  readonly current: SettingsPlace;
  readonly notice?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly children: ComponentChildren;
}

/** The pages of the settings, with the words that lead from one to another. */
export const SettingsFrame = ({ site, current, notice, problems = [], children }: SettingsFrameProps) => (
  <AdminFrame site={site} what={current} current="settings" hasProblem={problems.length > 0}>
    <DeskHead title={current} kicker="Settings" />
    <nav aria-label="Settings">
      <ul class="plain places">
        {settingsPlaces.map(({ href, text }) => (
          <li key={href}>
            <a href={href} aria-current={text === current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    <ErrorSummary problems={problems} />
    {children}
  </AdminFrame>
);
