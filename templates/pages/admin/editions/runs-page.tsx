import { rhythmNames } from '../../reader/choices.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, Part, When } from '../parts.tsx';
import { type RunStateName, runStates } from './run-words.ts';

export interface RunRow {
  readonly href: string;
  readonly newsletter: string;
  readonly rhythm: keyof typeof rhythmNames;
  readonly subject: string | null;
  readonly state: RunStateName;
  readonly note: string | null;
  readonly departsAt: Moment;
  readonly stories: number;
}

export interface RunsPageProps {
  readonly site: AdminSite;
  readonly open: readonly RunRow[];
  readonly ended: readonly RunRow[];
  readonly newsletters: ReadonlyArray<{ readonly slug: string; readonly name: string }>;
}

/** Automatic editions: what comes and what waits, then what became of the last ones. */
export const RunsPage = ({ site, open, ended, newsletters }: RunsPageProps) => (
  <AdminFrame site={site} what="Automatic editions" current="editions">
    <DeskHead title="Automatic editions" kicker={<a href="/admin/editions">Editions</a>} />
    <Part id="coming" title="What comes">
      {open.length === 0 ? (
        <>
          <p>
            {newsletters.length === 0 ? (
              <>
                There is no newsletter yet that could build itself:{' '}
                <a href="/admin/newsletters">Newsletters</a>
              </>
            ) : (
              'No newsletter builds itself yet. Give one a rhythm:'
            )}
          </p>
          <ul class="plain">
            {newsletters.map(({ slug, name }) => (
              <li key={slug}>
                <a href={`/admin/newsletters/${slug}/digests`}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Runs rows={open} caption="Automatic editions to come, the next first" />
      )}
    </Part>
    {ended.length > 0 && (
      <Part id="ended" title="What became of the last ones">
        <Runs rows={ended} caption="Automatic editions that have ended, the last first" />
      </Part>
    )}
  </AdminFrame>
);

const Runs = ({ rows, caption }: { readonly rows: readonly RunRow[]; readonly caption: string }) => (
  <table class="ruled">
    <caption class="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Leaves</th>
        <th scope="col">Newsletter</th>
        <th scope="col">State</th>
        <th scope="col" class="figure">
          Stories
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.href}>
          <th scope="row">
            <a class="ruled__link" href={row.href}>
              <When at={row.departsAt} />
            </a>
            {row.subject !== null && <p class="hint">{row.subject}</p>}
          </th>
          <td>
            {row.newsletter}
            <p class="hint">{rhythmNames[row.rhythm]}</p>
          </td>
          <td>
            <span class={`edition-state edition-state--${runStates[row.state].kind}`}>
              {runStates[row.state].text}
            </span>
            {row.note !== null && <p class="hint">{row.note}</p>}
          </td>
          <td class="figure" data-label="stories">
            {row.stories === 0 ? '–' : row.stories}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
