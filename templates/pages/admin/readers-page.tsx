import { Notice } from '../reader/notice.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select } from './fields.tsx';
import { DeskHead, Pager, type Paging, type SubscriptionStateName, When, stateNames } from './parts.tsx';

export interface ReaderRow {
  readonly id: string;
  readonly address: string;
  readonly name: string | null;
  readonly subscriptions: ReadonlyArray<{
    readonly newsletter: string;
    readonly state: SubscriptionStateName;
  }>;
  readonly joinedAt: Moment;
}

export interface ReadersPageProps {
  readonly site: AdminSite;
  readonly rows: readonly ReaderRow[];
  readonly newsletters: readonly ChoiceOption[];
  readonly filter: { readonly search: string; readonly newsletter: string; readonly state: string };
  readonly paging: Paging;
  readonly notice?: string | undefined;
  readonly mayManage: boolean;
}

const stateOptions: readonly ChoiceOption[] = [
  { value: '', text: 'Any state' },
  ...Object.entries(stateNames).map(([value, text]) => ({ value, text })),
];

/** Readers, newest first. */
export const ReadersPage = ({
  site,
  rows,
  newsletters,
  filter,
  paging,
  notice,
  mayManage,
}: ReadersPageProps) => {
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <AdminFrame site={site} what="Readers" current="readers">
      <DeskHead title="Readers">
        {mayManage && (
          <a class="button button--quiet" href="/admin/readers/import">
            Bring readers in
          </a>
        )}
      </DeskHead>
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <form class="filters" method="get" action="/admin/readers">
        <Input name="search" type="search" label="Address or name" value={filter.search} />
        <Select
          name="newsletter"
          label="Newsletter"
          value={filter.newsletter}
          options={[{ value: '', text: 'Any newsletter' }, ...newsletters]}
        />
        <Select name="state" label="State" value={filter.state} options={stateOptions} />
        <button class="button button--quiet" type="submit">
          Show
        </button>
      </form>
      {rows.length === 0 ? (
        <p>
          {isFiltered ? (
            <>
              Nobody matches. <a href="/admin/readers">Show all</a>
            </>
          ) : (
            'No reader yet: the box in every story asks for the first one.'
          )}
        </p>
      ) : (
        <table class="ruled">
          <caption class="visually-hidden">Readers, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Reader</th>
              <th scope="col">Name</th>
              <th scope="col">Newsletters</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a class="ruled__link ruled__link--sans" href={`/admin/readers/${row.id}`}>
                    {row.address}
                  </a>
                </th>
                <td>{row.name}</td>
                <td>
                  <Subscriptions subscriptions={row.subscriptions} />
                </td>
                <td class="soft">
                  <When at={row.joinedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager {...paging} more="More readers" />
    </AdminFrame>
  );
};

/** The active ones by name alone; the others with their state. */
const Subscriptions = ({ subscriptions }: Pick<ReaderRow, 'subscriptions'>) => (
  <>
    {subscriptions.map(({ newsletter, state }, index) => (
      <span key={newsletter} class={state === 'active' ? undefined : 'soft'}>
        {index > 0 && ' · '}
        {newsletter}
        {state !== 'active' && ` (${stateNames[state].toLowerCase()})`}
      </span>
    ))}
  </>
);
