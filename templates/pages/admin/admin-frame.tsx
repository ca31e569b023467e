import type { ComponentChildren } from 'preact';

import { Frame } from '../frame.tsx';
import { Notice } from '../reader/notice.tsx';
import { ActButton } from '../reader/post-form.tsx';
import type { HiddenField } from '../reader/post-form.tsx';
import type { Moment } from '../reader/site.ts';
import { KeysDialog, type KeyLine } from './keys-dialog.tsx';
import { Palette, PaletteLink } from './palette.tsx';

/** What every admin page knows of the newsroom and of the person who looks at it. */
export interface AdminSite {
  readonly title: string;
  /** A BCP 47 tag. */
  readonly language: string;
  /** Addresses of the style sheets in order, the theme last. */
  readonly styles: readonly string[];
  readonly script: string;
  readonly person: { readonly name: string; readonly role: string };
  /** Goes into every form: without it a post is refused. */
  readonly csrf: HiddenField;
  /** Places that this person may not open: the rail leaves them out. */
  readonly closed?: readonly AdminPlace[] | undefined;
  /** The day until which this person has to have a second factor; null for who has one, or where nobody asks. */
  readonly factorDueAt?: Moment | null | undefined;
}

const places = [
  { key: 'today', href: '/admin', text: 'Today' },
  { key: 'editions', href: '/admin/editions', text: 'Editions' },
  { key: 'stories', href: '/admin/stories', text: 'Stories' },
  { key: 'readers', href: '/admin/readers', text: 'Readers' },
  { key: 'newsletters', href: '/admin/newsletters', text: 'Newsletters' },
  { key: 'reports', href: '/admin/reports', text: 'Reports' },
  { key: 'delivery', href: '/admin/delivery', text: 'Delivery' },
  { key: 'settings', href: '/admin/settings', text: 'Settings' },
] as const;

export type AdminPlace = (typeof places)[number]['key'];

const openPlaces = ({ closed = [] }: AdminSite) => places.filter(({ key }) => !closed.includes(key));

export interface AdminFrameProps {
  readonly site: AdminSite;
  readonly what: string;
  /** The pages of one's own account, and the one that finds the others, belong to no place of the newsroom. */
  readonly current: AdminPlace | 'account' | 'find';
  readonly hasProblem?: boolean | undefined;
  /** Loads the page anew after so many seconds: for live pages where no script runs. */
  readonly refreshSeconds?: number | undefined;
  /** What this page alone needs, beside the script of all. */
  readonly scripts?: readonly string[] | undefined;
  /** Keys that do something on this page alone. */
  readonly keys?: readonly KeyLine[] | undefined;
  readonly children: ComponentChildren;
}

/** So many words stand in the bar at the foot of a phone, under the thumb; the rest stay at the top. */
const inBar = 4;

const Places = ({
  places: shown,
  current,
  class: className,
}: {
  readonly places: ReturnType<typeof openPlaces>;
  readonly current: AdminFrameProps['current'];
  readonly class: string;
}) => (
  <ul class={`rail__places plain ${className}`}>
    {shown.map(({ key, href, text }) => (
      <li key={key}>
        <a href={href} aria-current={key === current ? 'page' : undefined}>
          {text}
        </a>
      </li>
    ))}
  </ul>
);

const FactorDue = ({ at }: { readonly at: Moment }) => (
  <Notice kind="warn">
    This newsroom asks for a second factor. <a href="/admin/account">Set one up</a> by{' '}
    <time dateTime={at.iso}>{at.text}</time>: after that these pages wait for it.
  </Notice>
);

/** A page behind the staff door: a narrow rail of words, the newsroom on top, the person at the bottom. */
export const AdminFrame = ({
  site,
  what,
  current,
  hasProblem,
  refreshSeconds,
  scripts = [],
  keys = [],
  children,
}: AdminFrameProps) => {
  const open = openPlaces(site);
  return (
    <Frame
      language={site.language}
      publication={site.title}
      what={what}
      hasProblem={hasProblem}
      isUnlisted
      refreshSeconds={refreshSeconds}
      styles={site.styles}
      scripts={[site.script, ...scripts]}
      bodyClass="desk"
    >
      <a class="skip-link visually-hidden" href="#main">
        Skip to the page
      </a>
      <header class="rail">
        <p class="rail__title">
          <a href="/admin">{site.title}</a>
        </p>
        <PaletteLink isCurrent={current === 'find'} />
        <nav aria-label="Newsroom" class="rail__nav">
          <Places places={open.slice(0, inBar)} current={current} class="rail__bar" />
          <Places places={open.slice(inBar)} current={current} class="rail__more" />
        </nav>
        <div class="rail__person">
          <p>
            <a href="/admin/account" aria-current={current === 'account' ? 'page' : undefined}>
              {site.person.name}
            </a>
            <span class="soft"> · {site.person.role}</span>
          </p>
          <p>
            <a href="/">See the paper</a>
          </p>
          <button class="button button--plain rail__keys" type="button" data-keys-open hidden>
            Keys
          </button>
          <ActButton post={{ action: '/admin/sign-out', hidden: [site.csrf] }} class="button button--plain">
            Sign out
          </ActButton>
        </div>
      </header>
      <main id="main" class="desk__page" tabindex={-1}>
        {site.factorDueAt && current !== 'account' && <FactorDue at={site.factorDueAt} />}
        {children}
      </main>
      <Palette />
      <KeysDialog keys={keys} />
    </Frame>
  );
};
