import { Notice } from '../reader/notice.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { DeskHead, When } from './parts.tsx';

export interface SegmentsPageProps {
  readonly site: AdminSite;
  readonly segments: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly changedBy: string;
    readonly changedAt: Moment;
  }>;
  readonly mayManage: boolean;
  readonly notice?: string | undefined;
}

/** Saved rules that pick readers. */
export const SegmentsPage = ({ site, segments, mayManage, notice }: SegmentsPageProps) => (
  <AdminFrame site={site} what="Segments" current="readers">
    <DeskHead title="Segments" kicker={<a href="/admin/readers">Readers</a>}>
      {mayManage && (
        <a class="button" href="/admin/readers/segments/new">
          Make a segment
        </a>
      )}
    </DeskHead>
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    {segments.length === 0 ? (
      <p>
        No segment yet. A segment is a rule that picks readers, such as everybody who came this month and has
        no subscription.
      </p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">Changed by</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ id, name, changedBy, changedAt }) => (
            <tr key={id}>
              <th scope="row">
                <a class="ruled__link" href={`/admin/readers/segments/${id}`}>
                  {name}
                </a>
              </th>
              <td>{changedBy}</td>
              <td class="soft">
                <When at={changedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </AdminFrame>
);
