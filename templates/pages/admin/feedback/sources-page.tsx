import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, Part, When, counted } from '../parts.tsx';

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
  /** A mailbox elsewhere that is read; null: none is set up. */
  readonly mailbox: {
    readonly name: string;
    readonly isOn: boolean;
    readonly lookedAt: Moment | null;
    readonly taken: number;
    readonly problem: string | null;
    readonly problemAt: Moment | null;
  } | null;
  readonly sources: readonly SourceRow[];
}

const stateNames = { on: 'On', off: 'Switched off', none: 'Not set up' } as const;

/** How what comes back reaches us. */
export const SourcesPage = ({ site, listenerPort, mailDomain, mailbox, sources }: SourcesPageProps) => (
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
    <Part id="mailbox" title="A mailbox elsewhere">
      {mailbox === null ? (
        <p>
          If reports end in a mailbox at your provider, it can be read by IMAP.{' '}
          <a href="/admin/delivery/sources/mailbox">Set up a mailbox</a>
        </p>
      ) : (
        <>
          <p>
            <a href="/admin/delivery/sources/mailbox">{mailbox.name}</a>
            {mailbox.isOn ? '' : ', switched off'}
            {mailbox.lookedAt === null ? ', not read yet' : ', read '}
            <When at={mailbox.lookedAt} />. {counted(mailbox.taken, 'report', site.language)} came in this
            way.
          </p>
          {mailbox.problem !== null && (
            <p class="sign sign--bad">
              {mailbox.problem}, <When at={mailbox.problemAt} />
            </p>
          )}
        </>
      )}
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
