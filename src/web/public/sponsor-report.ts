import { type Router, Router as createRouter } from 'express';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { SponsorReportPage } from '../../../templates/pages/reader/sponsor-report-page.tsx';
import { openSponsorReport } from '../../reports/sponsor-report.ts';
import { textOf } from '../form-body.ts';
import { dayMoment, recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readSite } from './reader-site.ts';
import { tokenPage } from './token-page.ts';
import { visitInEnglish } from './visit.ts';

/** `/sponsor/:token`: what a sponsor's links did; whoever has the link may look, until it is over. */
export function createSponsorReportRouter(setting: WebSetting): Router {
  const { db, keys, clock } = setting;
  const router = createRouter();

  router.get('/sponsor/:token', tokenPage, async (request, response) => {
    const [{ site, publication }, opened] = await Promise.all([
      visitInEnglish(setting).then(readSite),
      openSponsorReport(db, keys, textOf(request.params, 'token'), clock()),
    ]);
    if (opened.kind !== 'open') {
      const isOver = opened.kind === 'over';
      const page = MessagePage({
        site,
        title: isOver ? 'This report is closed' : 'This link opens nothing',
        sentences: [
          isOver
            ? 'Its time is over, or the newsroom has closed it. Ask the newsroom for a new link.'
            : 'A part of the address may be missing. Ask whoever sent it to you for the whole link.',
        ],
      });
      return sendPage(response, page, isOver ? 410 : 404);
    }
    const { report } = opened;
    return sendPage(
      response,
      SponsorReportPage({
        site,
        sponsor: report.sponsor,
        readAt: recordMoment(clock(), publication),
        openUntil: dayMoment(report.expiresAt, publication),
        editions: report.editions.map(({ releasedAt, ...edition }) => ({
          ...edition,
          sent: dayMoment(releasedAt, publication),
        })),
        links: report.links,
      }),
    );
  });
  return router;
}
