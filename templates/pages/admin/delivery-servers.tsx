import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { Input } from './fields.tsx';
import { Part, When, counted } from './parts.tsx';

export interface ServerRow {
  readonly id: number;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly rank: number;
  readonly isOn: boolean;
  readonly perHour: number | null;
  readonly failure: string | null;
  readonly failedAt: Moment | null;
}

export interface ServersProps {
  readonly site: AdminSite;
  readonly servers: readonly ServerRow[];
  readonly mayChange: boolean;
}

const stateWords = ({ isOn, failure }: ServerRow): string => {
  if (!isOn) return 'Switched off';
  return failure ?? 'Takes mail';
};

const signOf = ({ isOn, failure }: ServerRow): string => {
  if (!isOn) return 'soft';
  return failure === null ? 'sign sign--good' : 'sign sign--bad';
};

/** The mail servers of this install, best first. */
export const Servers = ({ site, servers, mayChange }: ServersProps) => (
  <Part id="servers" title="Mail servers">
    {servers.length === 0 ? (
      <p>None is kept here, so the one above is the only one.</p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">Order</th>
            <th scope="col">Limit</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {servers.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {mayChange ? (
                  <a class="ruled__link ruled__link--sans" href={`/admin/delivery/servers/${row.id}`}>
                    {row.name}
                  </a>
                ) : (
                  row.name
                )}
                <p class="hint">
                  {row.host}, port {row.port}
                </p>
              </th>
              <td>Order {row.rank}</td>
              <td>
                {row.perHour === null ? 'no limit' : `${counted(row.perHour, 'mail', site.language)} an hour`}
              </td>
              <td class={signOf(row)}>
                {stateWords(row)}
                {row.isOn && row.failure !== null && row.failedAt !== null && (
                  <>
                    {', '}
                    <When at={row.failedAt} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {mayChange && (
      <p>
        <a class="button button--quiet" href="/admin/delivery/servers/new">
          Add a mail server
        </a>
      </p>
    )}
  </Part>
);

export interface PaceRow {
  readonly provider: string;
  readonly perHour: number | null;
  readonly heldUntil: Moment | null;
  readonly heldBecause: string | null;
}

export interface PacesProps {
  readonly site: AdminSite;
  readonly paces: readonly PaceRow[];
  readonly notice?: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined;
  readonly mayChange: boolean;
}

/** Receiving providers with a limit or a hold. */
export const Paces = ({ site, paces, notice, mayChange }: PacesProps) => (
  <Part id="pace" title="Pace by provider">
    {notice !== undefined && <Notice kind={notice.kind}>{notice.text}</Notice>}
    {paces.length === 0 ? (
      <p>Every provider gets mail as fast as the mail servers take it.</p>
    ) : (
      <ul class="plain entries">
        {paces.map((row) => (
          <li key={row.provider}>
            <p>
              <b>{row.provider}</b>
              {row.perHour !== null && `: at most ${counted(row.perHour, 'mail', site.language)} an hour`}
              {row.heldUntil !== null && (
                <>
                  {' '}
                  Held until <When at={row.heldUntil} />. {row.heldBecause}
                </>
              )}
            </p>
            {mayChange && row.heldUntil !== null && (
              <PostForm
                post={{
                  action: '/admin/delivery/pace/release',
                  hidden: [site.csrf, { name: 'provider', value: row.provider }],
                }}
              >
                <button class="button button--plain" type="submit">
                  End the hold on {row.provider}
                </button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
    )}
    {mayChange && (
      <PostForm post={{ action: '/admin/delivery/pace', hidden: [site.csrf] }} class="filters">
        <Input
          name="provider"
          label="Provider or domain"
          hint="Such as gmail, outlook, yahoo or example.org"
          value=""
        />
        <Input name="perHour" type="number" label="Mails an hour" hint="Left empty: no limit" value="" />
        <button class="button button--quiet" type="submit">
          Set the pace
        </button>
      </PostForm>
    )}
  </Part>
);
