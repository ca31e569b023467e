import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { type ChoiceOption, Select } from '../fields.tsx';
import { DeskHead, Pager, type Paging, When, counted } from '../parts.tsx';

export interface FeedbackRow {
  readonly id: number;
  readonly kind: string;
  /** Null once its reader was erased. */
  readonly address: string | null;
  readonly href: string | null;
  readonly reason: string;
  readonly isHard: boolean;
  readonly effect: string;
  readonly source: string;
  readonly at: Moment;
}

export interface FeedbackPageProps {
  readonly site: AdminSite;
  /** The chosen kind; empty for all. */
  readonly kind: string;
  readonly kinds: readonly ChoiceOption[];
  /** Reports that wait to be read. */
  readonly unread: number;
  readonly rows: readonly FeedbackRow[];
  readonly paging: Paging;
}

/** The address of an event, as a link where it is a reader's. */
export const Whose = ({ address, href }: Pick<FeedbackRow, 'address' | 'href'>) => {
  if (address === null) return <>A reader who was erased</>;
  return href === null ? (
    <>{address}</>
  ) : (
    <a class="ruled__link ruled__link--sans" href={href}>
      {address}
    </a>
  );
};

/** Everything that came back, newest first. */
export const FeedbackPage = ({ site, kind, kinds, unread, rows, paging }: FeedbackPageProps) => (
  <AdminFrame site={site} what="What came back" current="delivery">
    <DeskHead title="What came back" kicker={<a href="/admin/delivery">Delivery</a>} />
    {unread > 0 && (
      <p>{counted(unread, 'report', site.language)} just came in and will be read in a moment.</p>
    )}
    <form class="filters" method="get" action="/admin/delivery/feedback">
      <Select name="kind" label="Show" value={kind} options={[{ value: '', text: 'Everything' }, ...kinds]} />
      <button class="button button--quiet" type="submit">
        Show
      </button>
    </form>
    {rows.length === 0 ? (
      <p>
        Nothing. Refusals of the mail server stand here by themselves; for what comes later, set up{' '}
        <a href="/admin/delivery/sources">a way in</a>.
      </p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Reader</th>
            <th scope="col">What</th>
            <th scope="col">Why</th>
            <th scope="col">What follows</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Whose {...row} />
              </th>
              <td>{row.kind}</td>
              <td>
                <a href={`/admin/delivery/feedback/${row.id}`}>{row.reason || 'Without words'}</a>
                <p class="hint">{row.source}</p>
              </td>
              <td>{row.effect}</td>
              <td class="soft">
                <When at={row.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Pager {...paging} more="Earlier ones" />
  </AdminFrame>
);
