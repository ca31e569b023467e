import { type Router, Router as createRouter } from 'express';
import type {
  ReportBefore,
  ReportSubjects,
} from '../../../../templates/pages/admin/reports/edition-report.ts';
import { EditionReportPage } from '../../../../templates/pages/admin/reports/edition-report-page.tsx';
import { findEdition } from '../../../editions/editions.ts';
import type { SubjectTestState } from '../../../editions/subject-test/read-test.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { type EditionFigures, readEditionReport } from '../../../reports/edition-report.ts';
import { readClickMap } from '../../../reports/click-map.ts';
import { editionReportCsv } from '../../../reports/edition-report-csv.ts';
import { mayRole } from '../../../staff/roles.ts';
import { clockMoment, clockTime } from '../../moments.ts';
import { sendCsv } from '../../send-csv.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { allowMailInFrame } from '../mail-in-frame.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionPath, idOf } from './edition-path.ts';
import { resultOf } from './subject-test-result.ts';

const beforeLine = (figures: EditionFigures, publication: Publication): ReportBefore => ({
  ...figures,
  href: `${editionPath(figures.publicId)}/report`,
  at: clockMoment(figures.releasedAt, publication),
});

function subjectsOf(test: SubjectTestState): ReportSubjects {
  const { subjects, counts, winner } = test;
  return {
    a: { ...counts.a, subject: subjects.a },
    b: { ...counts.b, subject: subjects.b },
    rest: { ...counts.rest, subject: winner === null ? '' : `with ${winner.toUpperCase()}` },
    result: resultOf(test),
  };
}

/** What a released edition did, on a page and as a file. */
export function createReportRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/:id/report', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const path = editionPath(edition.publicId);
    const report = await readEditionReport(db, edition.publicId);
    if (!report) return response.redirect(303, path);
    const [site, publication, newsletter] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      findNewsletter(db, { id: edition.newsletterId }),
    ]);
    const { figures, hours, history, subjectTest, ...rest } = report;
    sendPage(
      response,
      EditionReportPage({
        ...rest,
        site,
        path,
        sponsorHref: mayRole(sessionOf(response).staff.role, 'send')
          ? `/admin/reports/sponsors/new?edition=${edition.publicId}`
          : null,
        subject: figures.subject,
        newsletter: newsletter?.name ?? '',
        sentAt: clockMoment(figures.releasedAt, publication),
        readAt: clockTime(clock(), publication),
        figures,
        subjectTest: subjectTest && subjectsOf(subjectTest),
        hasPoll: edition.blocks.some(({ kind }) => kind === 'poll'),
        hours: hours.map(({ hour, readers }) => ({ at: clockMoment(hour, publication), readers })),
        history: history.map((each) => beforeLine(each, publication)),
      }),
    );
  });

  router.get('/:id/click-map.html', may('read'), async (request, response, next) => {
    const html = await readClickMap(db, idOf(request));
    if (html === null) return next();
    allowMailInFrame(response, setting.publicUrl);
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(html);
  });

  router.get('/:id/report.csv', may('read'), async (request, response, next) => {
    const report = await readEditionReport(db, idOf(request));
    if (!report) return next();
    sendCsv(response, `report-${report.figures.publicId}`, editionReportCsv(report));
  });
  return router;
}
