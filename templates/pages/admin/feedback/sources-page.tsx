import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, Part, When } from '../parts.tsx';

export interface SourceRow {
  readonly provider: string;
  readonly title: string;
  readonly state: 'on' | 'off' | 'none';
  readonly lastTakenAt: Moment | null;
  readonly problem: string | null;
  readonly problemAt: Moment | null;
}

export interface SourcesPageProps {
  readonly site: AdminSite;
  /** Null while no process listens. */
  readonly listenerPort: number | null;
  /** The domain that mail is from. */
  readonly mailDomain: string;
  readonly sources: readonly SourceRow[];
}

const stateNames = { on: 'On', off: 'Switched off', none: 'Not set up' } as const;

/** How what comes back reaches us. */
export const SourcesPage = ({ site, listenerPort, mailDomain, sources }: SourcesPageProps) => (
  <AdminFrame site={site} what="Ways in" current="delivery">
    <DeskHead
      title="Ways in for what comes back"
      kicker={<a href="/admin/delivery/feedback">What came back</a>}
    />
    <Part id="mail" title="Reports by mail">
      <p>
        Every mail carries a return address of its own at <b>bounce.{mailDomain}</b>. Reports that come there
        say which mail failed; complaints may be sent to <b>complaints@bounce.{mailDomain}</b>.
      </p>
      <p>
        {listenerPort === null
          ? 'Nothing listens for them: set INBOUND_SMTP_PORT, and let the MX record of that domain lead there.'
          : `A worker listens on port ${listenerPort}. The MX record of that domain has to lead there.`}
      </p>
    </Part>
    <Part id="providers" title="Webhooks of providers">
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Now</th>
            <th scope="col">Last heard</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((row) => (
            <tr key={row.provider}>
              <th scope="row">
                <a class="ruled__link ruled__link--sans" href={`/admin/delivery/sources/${row.provider}`}>
                  {row.title}
                </a>
              </th>
              <td>
                {stateNames[row.state]}
                {row.problem !== null && (
                  <p class="sign sign--bad">
                    {row.problem}, <When at={row.problemAt} />
                  </p>
                )}
              </td>
              <td class="soft">{row.lastTakenAt === null ? 'Not yet' : <When at={row.lastTakenAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  </AdminFrame>
);
