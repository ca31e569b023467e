import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select } from './fields.tsx';
import { Pager, type Paging, When } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface TrailRow {
  readonly id: number;
  readonly actor: string;
  readonly action: string;
  /** What it was done to, and where that lives; null when it lives nowhere. */
  readonly object: string | null;
  readonly href: string | null;
  /** What else was written down, in words; null when nothing was. */
  readonly details: string | null;
  readonly at: Moment;
}

export interface TrailPageProps {
  readonly site: AdminSite;
  readonly rows: readonly TrailRow[];
  readonly paging: Paging;
  readonly filter: {
    readonly who: string;
    readonly kind: string;
    readonly from: string;
    readonly to: string;
  };
  readonly actors: readonly string[];
  readonly kinds: readonly ChoiceOption[];
  /** The same lines as a file. */
  readonly csv: string;
}

const Filters = ({ filter, actors, kinds }: TrailPageProps) => (
  <form class="filters" method="get" action="/admin/settings/trail">
    <Select
      name="who"
      label="Who"
      value={filter.who}
      options={[{ value: '', text: 'Anybody' }, ...actors.map((name) => ({ value: name, text: name }))]}
    />
    <Select
      name="kind"
      label="About"
      value={filter.kind}
      options={[{ value: '', text: 'Everything' }, ...kinds]}
    />
    <Input name="from" type="date" label="From" value={filter.from} />
    <Input name="to" type="date" label="To" value={filter.to} />
    <button class="button button--quiet" type="submit">
      Show
    </button>
  </form>
);

/** What people and keys did, newest first. Lines are never changed. */
export const TrailPage = (props: TrailPageProps) => (
  <SettingsFrame site={props.site} current="Audit trail">
    <Filters {...props} />
    {props.rows.length === 0 ? <p>Nothing was done that fits these words.</p> : <Acts rows={props.rows} />}
    <Pager {...props.paging} more="Earlier acts" />
    {props.rows.length > 0 && (
      <p>
        <a href={props.csv} download>
          Download these lines as CSV
        </a>
      </p>
    )}
  </SettingsFrame>
);

const Acts = ({ rows }: Pick<TrailPageProps, 'rows'>) => (
  <table class="ruled">
    <caption class="visually-hidden">Acts, newest first</caption>
    <thead>
      <tr>
        <th scope="col">Who</th>
        <th scope="col">What</th>
        <th scope="col">When</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <td>{row.actor}</td>
          <td>
            {row.action}
            {row.object !== null && (
              <>
                {' · '}
                {row.href === null ? row.object : <a href={row.href}>{row.object}</a>}
              </>
            )}
            {row.details !== null && <p class="hint">{row.details}</p>}
          </td>
          <td class="soft">
            <When at={row.at} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
