import { ProofFrame } from '../editions/proof.tsx';
import { Part, grouped } from '../parts.tsx';
import type { CountedReaders, EditionReportPageProps, ReportLink } from './edition-report.ts';
import { HourChart } from './hour-chart.tsx';
import { machineWords } from './report-words.ts';

/** What machines did, by the rule that found it. */
export const ExcludedTable = ({
  counted,
  language,
}: {
  readonly counted: CountedReaders;
  readonly language: string;
}) =>
  counted.excluded.length === 0 ? (
    <p class="soft">No machine was found among them.</p>
  ) : (
    <table class="ledger">
      <caption class="kicker">Taken out, by the rule that found it</caption>
      <tbody>
        {counted.excluded.map(({ reason, readers }) => (
          <tr key={reason}>
            <th scope="row">{machineWords(reason)}</th>
            <td>{grouped(readers, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

/** The links of the mail, and when people first followed one. */
export const Clicks = (props: EditionReportPageProps) => {
  const { tracking, clicks, links, hours, site } = props;
  if (!tracking.clicks)
    return (
      <Part id="clicks" title="Clicks">
        <p>This newsletter did not count clicks when the edition was released.</p>
      </Part>
    );
  return (
    <Part id="clicks" title="Clicks, from the top of the mail to its end">
      <LinkMap links={links} language={site.language} />
      {links.length > 0 && (
        <details>
          <summary>In the mail itself, with a number at each link</summary>
          <p class="small soft">
            As it left, with every part that only some readers got. Grey: nobody followed it.
          </p>
          <ProofFrame
            src={`${props.path}/click-map.html`}
            width="600"
            title="The mail with clicks at its links"
          />
        </details>
      )}
      <ExcludedTable counted={clicks} language={site.language} />
      {hours.length > 0 && (
        <>
          <h3>When they first clicked</h3>
          <HourChart hours={hours} language={site.language} />
        </>
      )}
    </Part>
  );
};

const barWidth = 100;

const LinkMap = ({
  links,
  language,
}: {
  readonly links: readonly ReportLink[];
  readonly language: string;
}) => {
  const most = Math.max(1, ...links.map(({ people }) => people));
  return (
    <table class="edition-table">
      <caption class="visually-hidden">Links in the order of the mail</caption>
      <thead>
        <tr>
          <th scope="col">Link</th>
          <th scope="col" class="figure">
            People
          </th>
          <th scope="col">Machines</th>
        </tr>
      </thead>
      <tbody>
        {links.map(({ number, url, words, people, excluded }) => (
          <tr key={number}>
            <th scope="row">
              {words === '' ? url : words}
              <br />
              <a class="small soft" href={url} rel="noreferrer">
                {url}
              </a>
            </th>
            <td class="figure" data-label="People">
              {grouped(people, language)}
              <svg class="bar" viewBox={`0 0 ${barWidth} 6`} width={barWidth} height="6" aria-hidden="true">
                <rect width={Math.round((people / most) * barWidth)} height="6" fill="currentColor" />
              </svg>
            </td>
            <td class="soft" data-label="Machines">
              {excluded.map((each) => `${machineWords(each.reason)}: ${each.readers}`).join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
