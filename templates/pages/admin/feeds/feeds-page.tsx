import { Notice } from '../../reader/notice.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead } from '../parts.tsx';

/** How a feed is, in words; `isWell` is false where a person should look. */
export interface FeedState {
  readonly isWell: boolean;
  readonly words: string;
}

export interface FeedsPageProps {
  readonly site: AdminSite;
  readonly rows: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly url: string;
    readonly state: FeedState;
  }>;
  readonly mayWrite: boolean;
  readonly notice?: string | undefined;
}

/** Where stories come from by themselves. */
export const FeedsPage = ({ site, rows, mayWrite, notice }: FeedsPageProps) => (
  <AdminFrame site={site} what="Feeds" current="stories">
    <DeskHead title="Feeds" kicker={<a href="/admin/stories">Stories</a>}>
      {mayWrite && (
        <a class="button" href="/admin/stories/feeds/new">
          Add a feed
        </a>
      )}
    </DeskHead>
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    {rows.length === 0 ? (
      <p>No feed yet. Give the address of your site’s feed, and its stories come in by themselves.</p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Feeds</caption>
        <thead>
          <tr>
            <th scope="col">Feed</th>
            <th scope="col">How it is</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, url, state }) => (
            <tr key={id}>
              <th scope="row">
                <a class="ruled__link" href={`/admin/stories/feeds/${id}`}>
                  {name}
                </a>
                {name !== url && <p class="hint">{url}</p>}
              </th>
              <td>
                {!state.isWell && <strong>Needs a look. </strong>}
                {state.words}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </AdminFrame>
);
