import { ActButton } from '../../reader/post-form.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { failureWords, grouped, readers } from './words.ts';

export interface MoreReadersPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  readonly isCorrecting: boolean;
  readonly missing: number;
  readonly failures: ReadonlyArray<{ readonly reason: string; readonly readers: number }>;
  /** Why it must not be sent to anybody else. */
  readonly leaks: readonly string[];
  readonly versions: ReadonlyArray<{ readonly version: number; readonly accepted: number }>;
}

/** Who could still get an edition that has left: the missing, and those whose failure is not their address. */
export const MoreReadersPage = (props: MoreReadersPageProps) => (
  <AdminFrame site={props.site} what={`More readers: ${props.subject}`} current="editions">
    <div class="edition-page">
      <p class="small">
        <a href={`${props.path}/receipt`}>Back to the receipt</a>
      </p>
      <p class="kicker">More readers</p>
      <h1>{props.subject}</h1>
      <Missing {...props} />
      <Failures {...props} />
      <Versions {...props} />
    </div>
  </AdminFrame>
);

const Missing = ({ site, path, missing, isCorrecting, leaks }: MoreReadersPageProps) => (
  <section aria-labelledby="missing" class="doubts">
    <h2 id="missing">The missing</h2>
    {missing === 0 ? (
      <p>Everybody who may get it is in the audience.</p>
    ) : (
      <>
        <p>
          {readers(missing, site.language)} may get this newsletter now and {missing === 1 ? 'was' : 'were'}{' '}
          not in the audience: they joined since, or what kept them out is over. Nobody gets it twice.
        </p>
        {isCorrecting ? (
          <p>Please send or drop the correction first.</p>
        ) : leaks.length > 0 ? (
          <>
            <p class="sign sign--bad">It cannot be sent to them: a story was closed since it left.</p>
            {leaks.map((leak) => (
              <p key={leak}>{leak}</p>
            ))}
          </>
        ) : (
          <ActButton post={{ action: `${path}/missing`, hidden: [site.csrf] }}>
            Send to the missing {readers(missing, site.language)}
          </ActButton>
        )}
      </>
    )}
  </section>
);

const Failures = ({ site, path, failures }: MoreReadersPageProps) => {
  const total = failures.reduce((sum, line) => sum + line.readers, 0);
  return (
    <section aria-labelledby="failures" class="doubts">
      <h2 id="failures">Failures worth another try</h2>
      {total === 0 ? (
        <p>None: whoever did not get it has an address that does not exist, or waits still.</p>
      ) : (
        <>
          <table class="ledger">
            <caption class="visually-hidden">Why they did not get it</caption>
            <tbody>
              {failures.map(({ reason, readers: count }) => (
                <tr key={reason}>
                  <th scope="row">{failureWords(reason)}</th>
                  <td>{grouped(count, site.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <ActButton post={{ action: `${path}/failures`, hidden: [site.csrf] }} class="button button--quiet">
            Try {readers(total, site.language)} again
          </ActButton>
        </>
      )}
    </section>
  );
};

const Versions = ({ site, versions }: MoreReadersPageProps) =>
  versions.length < 2 ? null : (
    <section aria-labelledby="versions" class="doubts">
      <h2 id="versions">Texts</h2>
      <p>It was rendered more than once. Who got which:</p>
      <ul>
        {versions.map(({ version, accepted }) => (
          <li key={version}>
            {version === 1 ? 'The first text' : `Text ${version}`}: {readers(accepted, site.language)}
          </li>
        ))}
      </ul>
    </section>
  );
