import { PostForm } from '../reader/post-form.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { Input } from './fields.tsx';
import { type PaceRow, Paces, type PacesProps, type ServerRow, Servers } from './delivery-servers.tsx';
import { DeskHead, Pager, type Paging, Part, When, counted } from './parts.tsx';

export interface DeliveryPageProps {
  readonly site: AdminSite;
  readonly relay: {
    /** Where mail leaves, such as "mail.example.org, port 587". */
    readonly name: string;
    readonly isBuiltIn: boolean;
    readonly isConnected: boolean;
  };
  readonly servers: readonly ServerRow[];
  readonly paces: readonly PaceRow[];
  readonly paceNotice?: PacesProps['notice'];
  readonly mayChange: boolean;
  /** Whether this person may let mail go to an address again. */
  readonly mayLift: boolean;
  readonly senders: ReadonlyArray<{
    readonly host: string;
    readonly since: Moment;
    readonly handingOver: number;
    readonly brake: string | null;
  }>;
  readonly suppressions: ReadonlyArray<{
    readonly id: number;
    readonly address: string;
    readonly href: string | null;
    readonly what: string;
    readonly reason: string;
    readonly since: Moment;
  }>;
  readonly search: string;
  readonly paging: Paging;
}

/** Where mail leaves, who carries it, and who gets none. */
export const DeliveryPage = (props: DeliveryPageProps) => (
  <AdminFrame site={props.site} what="Delivery" current="delivery">
    <DeskHead title="Delivery" />
    <p>
      <a href="/admin/delivery/domain">Deliverability</a>
      {' · '}
      <a href="/admin/delivery/feedback">What came back</a>
      {props.mayChange && (
        <>
          {' · '}
          <a href="/admin/delivery/sources">Ways in for what comes back</a>
        </>
      )}
    </p>
    {props.servers.length === 0 && <Relay {...props} />}
    <Servers {...props} />
    <Paces {...props} notice={props.paceNotice} />
    <Senders {...props} />
    <Suppressions {...props} />
  </AdminFrame>
);

const Relay = ({ relay }: DeliveryPageProps) => (
  <section aria-labelledby="relay" class="statement">
    <h2 class="kicker" id="relay">
      Mail server
    </h2>
    <p class="statement__words">
      {relay.isBuiltIn ? (
        <>
          All mail ends in the <a href="/dev/inbox">built-in inbox</a>. Nothing leaves this machine until
          SMTP_URL names a mail server.
        </>
      ) : (
        <>
          Mail leaves by <b>{relay.name}</b>.
        </>
      )}
    </p>
    <p class={relay.isConnected ? 'sign sign--good' : 'sign sign--bad'}>
      {relay.isConnected
        ? 'It takes connections.'
        : 'It took no connection a moment ago. Mail waits and is tried again; nothing is lost. Please look at the server and at SMTP_URL.'}
    </p>
  </section>
);

const Senders = ({ site, senders }: DeliveryPageProps) => (
  <Part id="senders" title="At work">
    {senders.length === 0 ? (
      <p class="sign sign--bad">
        No process is sending: mail waits. Start one with “doorstep worker”, or look why it ended.
      </p>
    ) : (
      <ul class="plain entries">
        {senders.map(({ host, since, handingOver, brake }) => (
          <li key={host + since.iso}>
            <p>
              A sender on <b>{host}</b> since <When at={since} />
              {', '}
              {handingOver === 0
                ? 'with nothing to do'
                : `with ${counted(handingOver, 'mail', site.language)} in its hands`}
              {brake !== null && `. It waits: ${brake}`}
            </p>
          </li>
        ))}
      </ul>
    )}
  </Part>
);

const Suppressions = ({ site, suppressions, search, paging, mayLift }: DeliveryPageProps) => (
  <Part id="suppressions" title="Addresses kept back">
    <form class="filters" method="get" action="/admin/delivery#suppressions">
      <Input name="search" type="search" label="Address" value={search} />
      <button class="button button--quiet" type="submit">
        Show
      </button>
    </form>
    {suppressions.length === 0 ? (
      <p>
        {search === '' ? (
          'None: every address may be mailed.'
        ) : (
          <>
            No address kept back matches. <a href="/admin/delivery#suppressions">Show all</a>
          </>
        )}
      </p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Kept back from</th>
            <th scope="col">Why</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {suppressions.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.href === null ? (
                  row.address
                ) : (
                  <a class="ruled__link ruled__link--sans" href={row.href}>
                    {row.address}
                  </a>
                )}
              </th>
              <td>{row.what}</td>
              <td>
                {row.reason}
                {row.href === null && mayLift && (
                  <PostForm
                    post={{
                      action: '/admin/delivery/lift',
                      hidden: [
                        site.csrf,
                        { name: 'suppression', value: String(row.id) },
                        { name: 'address', value: row.address },
                      ],
                    }}
                  >
                    <button class="button button--plain" type="submit">
                      Let mail go to {row.address} again
                    </button>
                  </PostForm>
                )}
              </td>
              <td class="soft">
                <When at={row.since} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Pager {...paging} more="Earlier ones" />
  </Part>
);
