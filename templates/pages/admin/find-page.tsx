import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { Input } from './fields.tsx';
import { DeskHead, Part } from './parts.tsx';
import { findHint } from './palette.tsx';

export interface Found {
  readonly href: string;
  readonly text: string;
  /** What tells it from others of its name; may be empty. */
  readonly detail: string;
}

export interface FoundGroup {
  readonly title: string;
  readonly found: readonly Found[];
}

export interface FindPageProps {
  readonly site: AdminSite;
  readonly text: string;
  readonly groups: readonly FoundGroup[];
}

/** Where to, by a few letters. The palette takes its list from here. */
export const FindPage = ({ site, text, groups }: FindPageProps) => (
  <AdminFrame site={site} what="Find" current="find">
    <DeskHead title="Find" />
    <form class="find" method="get" action="/admin/find">
      <Input name="q" type="search" label="Where to?" hint={findHint} value={text} maxlength={120} />
      <button class="button" type="submit">
        Find
      </button>
    </form>
    {groups.length === 0 ? (
      <p data-found-none>
        Nothing begins or is called so. Readers are found by how their address begins; to search names too, go
        to <a href={`/admin/readers?q=${encodeURIComponent(text)}`}>Readers</a>.
      </p>
    ) : (
      <div class="found">
        {groups.map(({ title, found }) => (
          <Part key={title} id={`found-${title.toLowerCase()}`} title={title}>
            <ul class="plain found__list" data-found={title}>
              {found.map((each) => (
                <li key={each.href}>
                  <a href={each.href}>{each.text}</a> <span class="soft small">{each.detail}</span>
                </li>
              ))}
            </ul>
          </Part>
        ))}
      </div>
    )}
  </AdminFrame>
);
