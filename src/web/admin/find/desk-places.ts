import { reportsPlaces } from '../../../../templates/pages/admin/reports/reports-frame.tsx';
import { settingsPlaces } from '../../../../templates/pages/admin/settings-frame.tsx';
import { type Act, type Role, mayRole } from '../../../staff/roles.ts';

/** A page one may go to by its name. */
export type DeskPlace = {
  readonly href: string;
  readonly text: string;
  /** Where it stands, or what else people call it: both are searched. */
  readonly detail: string;
  /** What its route asks of a role. */
  readonly act: Act;
};

/** Pages on which something new begins. */
const beginnings: readonly DeskPlace[] = [
  { href: '/admin/editions/new', text: 'New edition', detail: 'Compose a mailing', act: 'compose' },
  { href: '/admin/stories/new', text: 'New story', detail: 'Write an article', act: 'write stories' },
  { href: '/admin/stories/import', text: 'Import a story', detail: 'Paste or fetch', act: 'write stories' },
  { href: '/admin/stories/feeds/new', text: 'Add a feed', detail: 'RSS, Atom or JSON', act: 'write stories' },
  {
    href: '/admin/readers/import',
    text: 'Bring readers in',
    detail: 'Import a CSV file',
    act: 'manage readers',
  },
  { href: '/admin/readers/segments/new', text: 'New segment', detail: 'Readers', act: 'manage readers' },
  { href: '/admin/reports/sponsors/new', text: 'New sponsor', detail: 'A page of figures', act: 'send' },
  { href: '/admin/newsletters/new', text: 'New newsletter', detail: 'Newsletters', act: 'settings' },
  { href: '/admin/settings/forms/new', text: 'New sign-up form', detail: 'Settings, embed', act: 'settings' },
  { href: '/admin/settings/staff', text: 'Invite somebody', detail: 'Settings, staff', act: 'settings' },
];

const pages: readonly DeskPlace[] = [
  { href: '/admin', text: 'Today', detail: 'Home', act: 'read' },
  { href: '/admin/editions', text: 'Editions', detail: 'Mailings, sends', act: 'read' },
  {
    href: '/admin/editions/runs',
    text: 'Automatic editions',
    detail: 'Digests that build themselves',
    act: 'read',
  },
  { href: '/admin/stories', text: 'Stories', detail: 'Articles, drafts', act: 'read' },
  { href: '/admin/stories/feeds', text: 'Feeds', detail: 'Stories', act: 'read' },
  { href: '/admin/readers', text: 'Readers', detail: 'Subscribers', act: 'read' },
  { href: '/admin/readers/segments', text: 'Segments', detail: 'Readers', act: 'read' },
  { href: '/admin/readers/fields', text: 'Fields', detail: 'Readers', act: 'read' },
  { href: '/admin/newsletters', text: 'Newsletters', detail: 'Promise, rhythm, look', act: 'read' },
  ...reportsPlaces.map(({ href, text }) => ({ href, text, detail: 'Reports', act: 'read' as const })),
  { href: '/admin/delivery', text: 'Delivery', detail: 'Mail servers, suppressions', act: 'read' },
  { href: '/admin/delivery/domain', text: 'Deliverability', detail: 'Domain, SPF, DKIM, DMARC', act: 'read' },
  {
    href: '/admin/delivery/feedback',
    text: 'What came back',
    detail: 'Feedback, bounces, complaints',
    act: 'read',
  },
  {
    href: '/admin/delivery/sources',
    text: 'Ways in for what comes back',
    detail: 'Delivery, webhooks',
    act: 'settings',
  },
  {
    href: '/admin/delivery/sources/mailbox',
    text: 'A mailbox elsewhere',
    detail: 'Delivery, reports, IMAP',
    act: 'settings',
  },
  {
    href: '/admin/delivery/servers/new',
    text: 'Add a mail server',
    detail: 'Delivery, relay',
    act: 'settings',
  },
  ...settingsPlaces.map(({ href, text }) => ({ href, text, detail: 'Settings', act: 'settings' as const })),
  { href: '/admin/account', text: 'Your account', detail: 'Password, passkeys, devices', act: 'read' },
];

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');

/** Each word that was typed begins a word of the place. */
const isMeant = ({ text, detail }: DeskPlace, asked: readonly string[]): boolean => {
  const words = wordsOf(`${text} ${detail}`);
  return asked.every((start) => words.some((word) => word.startsWith(start)));
};

/** The places this role may open and the text may mean; all of them for an empty text. */
export function findDeskPlaces(
  role: Role,
  text: string,
): { readonly beginnings: readonly DeskPlace[]; readonly pages: readonly DeskPlace[] } {
  const asked = wordsOf(text);
  const isFound = (place: DeskPlace): boolean => mayRole(role, place.act) && isMeant(place, asked);
  return { beginnings: beginnings.filter(isFound), pages: pages.filter(isFound) };
}
