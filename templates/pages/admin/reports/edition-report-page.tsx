import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Part, grouped } from '../parts.tsx';
import { type ChartHour, HourChart } from './hour-chart.tsx';
import { machineWords, medianOf, refusalWords, shareWords } from './report-words.ts';

interface CountedReaders {
  readonly people: number;
  readonly excluded: ReadonlyArray<{ readonly reason: string; readonly readers: number }>;
}

export interface ReportLink extends CountedReaders {
  readonly number: number;
  readonly url: string;
  readonly words: string;
}

export interface ReportFigures {
  readonly delivered: number;
  readonly bounced: number;
  readonly clicks: number;
  readonly opens: number;
  readonly unsubscribes: number;
  readonly complaints: number;
}

export interface ReportBefore extends ReportFigures {
  readonly href: string;
  readonly subject: string;
  readonly at: Moment;
}

export interface ReportBounces {
  readonly provider: string;
  readonly replyClass: string;
  readonly code: number | null;
  readonly text: string;
  readonly readers: number;
}

export interface EditionReportPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  readonly newsletter: string;
  readonly sentAt: Moment;
  readonly readAt: string;
  readonly figures: ReportFigures;
  readonly audience: number;
  readonly unsettled: number;
  readonly tracking: { readonly clicks: boolean; readonly opens: boolean };
  readonly clicks: CountedReaders;
  readonly opens: CountedReaders;
  readonly links: readonly ReportLink[];
  readonly hours: readonly ChartHour[];
  readonly bounces: readonly ReportBounces[];
  readonly history: readonly ReportBefore[];
  /** It asked its readers something. */
  readonly hasPoll: boolean;
}

/** What an edition did: people first, machines apart, opens last. */
export const EditionReportPage = (props: EditionReportPageProps) => (
  <AdminFrame site={props.site} what={`Report: ${props.subject}`} current="editions">
    <div class="edition-page edition-page--wide">
      <p class="small">
        <a href={`${props.path}/receipt`}>The receipt</a>
        {props.hasPoll && (
          <>
            {' · '}
            <a href={`${props.path}/polls`}>What readers answered</a>
          </>
        )}
      </p>
      <p class="kicker">
        Report · {props.newsletter} · <time dateTime={props.sentAt.iso}>{props.sentAt.text}</time>
      </p>
      <div class="edition-page__head">
        <h1>{props.subject}</h1>
        <a href={`${props.path}/report.csv`}>Download as CSV</a>
      </div>
      <p class="small soft">
        As of {props.readAt}; every figure is counted as it arises.
        {props.unsettled > 0 &&
          ` ${grouped(props.unsettled, props.site.language)} readers are still waiting or in doubt.`}
      </p>
      <Figures {...props} />
      <Clicks {...props} />
      <Bounces {...props} />
      <Before {...props} />
      <Opens {...props} />
    </div>
  </AdminFrame>
);

const Figures = ({ figures, audience, history, tracking, site }: EditionReportPageProps) => {
  const { language } = site;
  const usual = (of: keyof ReportFigures): string => {
    const shares = history
      .filter(({ delivered }) => delivered > 0)
      .map((each) => each[of] / (of === 'bounced' ? each.delivered + each.bounced : each.delivered));
    return shares.length === 0 ? '' : ` · usually ${shareWords(medianOf(shares), 1, language)}`;
  };
  const line = (name: string, value: number, whole: number, of: keyof ReportFigures) => (
    <div>
      <dt>{name}</dt>
      <dd>
        {grouped(value, language)}
        <span>
          {shareWords(value, whole, language)}
          {of !== 'delivered' && usual(of)}
        </span>
      </dd>
    </div>
  );
  return (
    <dl class="figures">
      {line('Delivered', figures.delivered, audience, 'delivered')}
      {tracking.clicks && line('People who clicked', figures.clicks, figures.delivered, 'clicks')}
      {line('Left', figures.unsubscribes, figures.delivered, 'unsubscribes')}
      {line('Complained', figures.complaints, figures.delivered, 'complaints')}
      {line('Bounced', figures.bounced, audience, 'bounced')}
    </dl>
  );
};

const ExcludedTable = ({
  counted,
  language,
}: {
  readonly counted: CountedReaders;
  readonly language: string;
}) =>
  counted.excluded.length === 0 ? (
    <p class="soft">Nothing was taken out.</p>
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

const Clicks = (props: EditionReportPageProps) => {
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
          <th scope="col">People</th>
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
            <td>
              {grouped(people, language)}
              <svg class="bar" viewBox={`0 0 ${barWidth} 6`} width={barWidth} height="6" aria-hidden="true">
                <rect width={Math.round((people / most) * barWidth)} height="6" fill="currentColor" />
              </svg>
            </td>
            <td class="soft">
              {excluded.map((each) => `${machineWords(each.reason)}: ${each.readers}`).join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Bounces = ({ bounces, site, path }: EditionReportPageProps) => (
  <Part id="bounces" title="Bounces">
    {bounces.length === 0 ? (
      <p>None.</p>
    ) : (
      <table class="edition-table">
        <caption class="visually-hidden">Bounces by provider and reason</caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Reason</th>
            <th scope="col">Readers</th>
          </tr>
        </thead>
        <tbody>
          {bounces.map(({ provider, replyClass, code, text, readers }) => (
            <tr key={`${provider} ${replyClass}`}>
              <th scope="row">{provider}</th>
              <td>
                {refusalWords(replyClass)}
                <details>
                  <summary>In the server’s words</summary>
                  <p class="small">{text === '' ? 'The server gave no words.' : `“${code ?? ''} ${text}”`}</p>
                </details>
              </td>
              <td>{grouped(readers, site.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <p class="small">
      <a href={`${path}/receipt?state=refused#readers`}>Reader by reader</a>
    </p>
  </Part>
);

const Before = ({ history, newsletter, site }: EditionReportPageProps) => (
  <Part id="before" title="Beside its own past">
    {history.length === 0 ? (
      <p>It is the first edition of {newsletter}.</p>
    ) : (
      <table class="edition-table">
        <caption class="visually-hidden">Editions of {newsletter} before this one</caption>
        <thead>
          <tr>
            <th scope="col">Edition</th>
            <th scope="col">Sent</th>
            <th scope="col">Delivered</th>
            <th scope="col">Clicked</th>
            <th scope="col">Left</th>
            <th scope="col">Complained</th>
            <th scope="col">Bounced</th>
          </tr>
        </thead>
        <tbody>
          {history.map((each) => (
            <tr key={each.href}>
              <th scope="row">
                <a class="edition-table__link" href={each.href}>
                  {each.subject}
                </a>
              </th>
              <td class="soft">
                <time dateTime={each.at.iso}>{each.at.text}</time>
              </td>
              <td>{grouped(each.delivered, site.language)}</td>
              <td>{shareWords(each.clicks, each.delivered, site.language)}</td>
              <td>{shareWords(each.unsubscribes, each.delivered, site.language)}</td>
              <td>{shareWords(each.complaints, each.delivered, site.language)}</td>
              <td>{shareWords(each.bounced, each.delivered + each.bounced, site.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Part>
);

const Opens = ({ tracking, opens, figures, site }: EditionReportPageProps) => (
  <Part id="opens" title="Opens, an estimate">
    {tracking.opens ? (
      <>
        <p>
          About {grouped(opens.people, site.language)} readers (
          {shareWords(opens.people, figures.delivered, site.language)}). Mail programs fetch the picture
          unasked, or never: compare editions with each other, and nothing else.
        </p>
        <ExcludedTable counted={opens} language={site.language} />
      </>
    ) : (
      <p>This newsletter did not estimate opens when the edition was released.</p>
    )}
  </Part>
);
