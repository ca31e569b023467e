import { AdminFrame } from '../admin-frame.tsx';
import { Part, grouped } from '../parts.tsx';
import type { EditionReportPageProps, ReportFigures } from './edition-report.ts';
import { Clicks, ExcludedTable } from './report-clicks.tsx';
import { Before, Bounces } from './report-past.tsx';
import { Subjects } from './report-subjects.tsx';
import { medianOf, shareWords } from './report-words.ts';

/** What an edition did: people first, machines apart, opens last. */
export const EditionReportPage = (props: EditionReportPageProps) => (
  <AdminFrame site={props.site} what={`Report: ${props.subject}`} current="editions">
    <div class="edition-page edition-page--wide">
      <p class="small off-paper">
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
        <p class="off-paper">
          <a href={`${props.path}/report.csv`}>Download as CSV</a>
          {props.sponsorHref !== null && (
            <>
              {' · '}
              <a href={props.sponsorHref}>Report for a sponsor</a>
            </>
          )}
        </p>
      </div>
      <p class="small soft">
        As of {props.readAt}; every figure is counted as it arises.
        {props.unsettled > 0 &&
          ` ${grouped(props.unsettled, props.site.language)} readers are still waiting or in doubt.`}
      </p>
      <Figures {...props} />
      <Subjects {...props} />
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
