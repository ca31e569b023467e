import type { Moment } from '../reader/site.ts';
import { type SubscriptionStateName, When, stateNames } from './parts.tsx';

export type ReaderCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'day'; readonly at: Moment | null }
  | {
      readonly kind: 'subscriptions';
      readonly subscriptions: ReadonlyArray<{
        readonly newsletter: string;
        readonly state: SubscriptionStateName;
      }>;
    };

export interface ReaderRow {
  readonly id: string;
  readonly address: string;
  /** One for each column. */
  readonly cells: readonly ReaderCell[];
}

export interface ReadersTableProps {
  readonly columns: ReadonlyArray<{ readonly key: string; readonly text: string }>;
  readonly rows: readonly ReaderRow[];
  /** Whether rows can be ticked, for the form around the table. */
  readonly hasTicks: boolean;
}

/** Readers, newest first, in the columns that were chosen. */
export const ReadersTable = ({ columns, rows, hasTicks }: ReadersTableProps) => (
  <table class="ruled">
    <caption class="visually-hidden">Readers, newest first</caption>
    <thead>
      <tr>
        {hasTicks && (
          <th scope="col">
            <span class="visually-hidden">Tick</span>
          </th>
        )}
        <th scope="col">Reader</th>
        {columns.map(({ key, text }) => (
          <th key={key} scope="col">
            {text}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          {hasTicks && (
            <td class="ruled__tick">
              <input type="checkbox" name="reader" value={row.id} aria-label={`Tick ${row.address}`} />
            </td>
          )}
          <th scope="row">
            <a class="ruled__link ruled__link--sans" href={`/admin/readers/${row.id}`}>
              {row.address}
            </a>
          </th>
          {row.cells.map((cell, index) => (
            <Cell key={columns[index]?.key} cell={cell} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const Cell = ({ cell }: { readonly cell: ReaderCell }) => {
  switch (cell.kind) {
    case 'text':
      return <td>{cell.text}</td>;
    case 'day':
      return <td class="soft">{cell.at !== null && <When at={cell.at} />}</td>;
    case 'subscriptions':
      return (
        <td>
          <Subscriptions subscriptions={cell.subscriptions} />
        </td>
      );
  }
};

/** The active ones by name alone; the others with their state. */
const Subscriptions = ({
  subscriptions,
}: Pick<Extract<ReaderCell, { kind: 'subscriptions' }>, 'subscriptions'>) => (
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
