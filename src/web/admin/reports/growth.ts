import { type Request, type Router, Router as createRouter } from 'express';
import { GrowthPage } from '../../../../templates/pages/admin/reports/growth-page.tsx';
import { type Newsletter, findNewsletter, listNewsletters } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { cohortsCsv, growthCsv, sourcesCsv } from '../../../reports/growth-csv.ts';
import {
  type GrowthLine,
  type SourceLine,
  type Span,
  cameIn,
  lostIn,
  readGrowthReport,
  spansShown,
  wentIn,
} from '../../../reports/growth-report.ts';
import { textOf } from '../../form-body.ts';
import { clockTime, dayOfCalendar, monthOfCalendar } from '../../moments.ts';
import { sendCsv } from '../../send-csv.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may } from '../staff-door.ts';
import { bySlug } from '../choice-options.ts';

const spans: readonly Span[] = ['day', 'week', 'month'];
const allSources = 10_000;

const spanOf = (request: Request): Span =>
  spans.find((span) => span === textOf(request.query, 'by')) ?? 'day';

const spanWords = (span: Span): string => `in ${spansShown[span]} ${span}s`;

const newsletterOf = async (db: Db, request: Request): Promise<Newsletter | null> => {
  const slug = textOf(request.query, 'newsletter');
  return slug === '' ? null : findNewsletter(db, { slug });
};

const sum = (lines: readonly GrowthLine[], of: (line: GrowthLine) => number): number =>
  lines.reduce((total, line) => total + of(line), 0);

function rowsOf(lines: readonly GrowthLine[], span: Span, readersBefore: number) {
  let readers = readersBefore;
  return lines.map(({ from, ...line }) => {
    const [came, went] = [cameIn({ from, ...line }), wentIn({ from, ...line })];
    readers += came - went;
    const at = span === 'month' ? monthOfCalendar(from) : dayOfCalendar(from);
    return { ...line, at, came, went, readers };
  });
}

const formWords = ({ form, formName }: SourceLine): string => {
  if (formName !== null) return formName;
  if (form === '') return 'None';
  if (form === 'added by staff') return 'Added by the newsroom';
  return form.startsWith('import ') ? 'A list that was imported' : form;
};

const sourceRow = (source: SourceLine) => ({
  form: formWords(source),
  story: source.articleTitle ?? (source.articleSlug === '' ? null : source.articleSlug),
  storyHref: source.articleTitle === null ? null : `/admin/stories/${source.articleSlug}`,
  came: source.came,
  stayed: source.stayed,
});

/** `/admin/reports`: who came and who went. */
export function createGrowthRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (request, response) => {
    const span = spanOf(request);
    const chosen = await newsletterOf(db, request);
    const [site, publication, newsletters, report] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listNewsletters(db),
      readGrowthReport(db, { newsletterId: chosen?.id ?? 0, span }),
    ]);
    const query = new URLSearchParams({ by: span, ...(chosen && { newsletter: chosen.slug }) }).toString();
    sendPage(
      response,
      GrowthPage({
        site,
        readAt: clockTime(clock(), publication),
        filter: { by: span, newsletter: chosen?.slug ?? '' },
        newsletters: bySlug(newsletters),
        span: spanWords(span),
        readers: report.readers,
        readersBefore: report.readersBefore,
        came: sum(report.lines, cameIn),
        lost: sum(report.lines, lostIn),
        rows: rowsOf(report.lines, span, report.readersBefore),
        sources: report.sources.map(sourceRow),
        sourcesSince: monthOfCalendar(report.sourcesSince),
        cohorts: chosen
          ? null
          : report.cohorts.map((cohort) => ({ ...cohort, month: monthOfCalendar(cohort.month) })),
        files: {
          growth: `/admin/reports/growth.csv?${query}`,
          sources: '/admin/reports/sources.csv',
          cohorts: '/admin/reports/cohorts.csv',
        },
      }),
    );
  });

  router.get('/growth.csv', may('read'), async (request, response) => {
    const chosen = await newsletterOf(db, request);
    const span = spanOf(request);
    sendCsv(
      response,
      `growth-by-${span}`,
      growthCsv(await readGrowthReport(db, { newsletterId: chosen?.id ?? 0, span })),
    );
  });

  router.get('/sources.csv', may('read'), async (_request, response) => {
    const report = await readGrowthReport(db, { newsletterId: 0, span: 'month', sources: allSources });
    sendCsv(response, 'sources', sourcesCsv(report));
  });

  router.get('/cohorts.csv', may('read'), async (_request, response) => {
    const { cohorts } = await readGrowthReport(db, { newsletterId: 0, span: 'month' });
    sendCsv(response, 'cohorts', cohortsCsv(cohorts));
  });
  return router;
}
