import { renderToString } from 'preact-render-to-string';
import type { AdminSite } from '../../../templates/pages/admin/admin-frame.tsx';
import { StoriesPage } from '../../../templates/pages/admin/stories-page.tsx';
import { TodayPage, type TodayPageProps } from '../../../templates/pages/admin/today-page.tsx';
import { counted } from '../../../templates/pages/admin/parts.tsx';

const site: AdminSite = {
  title: 'The Lantern',
  language: 'en',
  styles: [],
  script: '/assets/admin.js',
  person: { name: 'Ana Reyes', role: 'owner' },
  csrf: { name: 'csrf', value: 'token' },
};

const today: TodayPageProps = {
  site,
  day: { text: 'Monday, 23 November 2026', iso: '2026-11-23T08:00:00.000Z' },
  needs: [],
  growth: { reachable: 4812, joined: 30, left: 42, joinedBefore: 20, leftBefore: 1 },
  departures: [],
  underWay: [],
  last: [],
  steps: [],
  mayCompose: true,
};

test('Today says in words that nothing waits, and tells the change with its sign', () => {
  const page = renderToString(TodayPage(today));
  expect(page).toContain('Nothing waits for you.');
  expect(page).toContain('4,812<span>−12 in thirty days</span>');
  expect(page).not.toContain('Before the first edition leaves');
});

test('what needs a person is a link with its reason, whatever a subject holds', () => {
  const need = {
    href: '/admin/editions/x/progress',
    title: '“<b>Tide</b>” is paused',
    words: 'The relay refused.',
  };
  const page = renderToString(TodayPage({ ...today, needs: [need] }));
  expect(page).toContain('href="/admin/editions/x/progress">“&lt;b>Tide&lt;/b>” is paused</a>');
  expect(page).toContain('The relay refused.');
  expect(page).not.toContain('Nothing waits');
});

test('the rail leaves out what a person may not open, and marks where they are', () => {
  const open = renderToString(TodayPage(today));
  const closed = renderToString(TodayPage({ ...today, site: { ...site, closed: ['settings'] } }));
  expect(open).toContain('<a href="/admin/settings">');
  expect(closed).not.toContain('/admin/settings');
  expect(closed.match(/aria-current="page"/g)).toHaveLength(1);
});

test('an empty list names the next step, an empty search the way back', () => {
  const filter = { search: '', section: '', show: '' as const };
  const none = { rows: [], drafts: [], counts: { drafts: 0, scheduled: 0 }, sections: [] };
  const props = { site, ...none, paging: { first: null, next: null }, mayWrite: true };
  expect(renderToString(StoriesPage({ ...props, filter }))).toContain('write the first one');
  const searched = renderToString(StoriesPage({ ...props, filter: { ...filter, search: '"><script>' } }));
  expect(searched).toContain('No story matches');
  expect(searched).not.toContain('"><script>');
});

test('one is one, more are many', () => {
  expect(counted(1, 'word', 'en')).toBe('1 word');
  expect(counted(2500, 'sign-up box', 'en', 'sign-up boxes')).toBe('2,500 sign-up boxes');
});
