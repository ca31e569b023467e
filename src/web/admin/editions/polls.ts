import { type Router, Router as createRouter } from 'express';
import { PollsPage } from '../../../../templates/pages/admin/editions/polls-page.tsx';
import { findEdition } from '../../../editions/editions.ts';
import { listPollResults } from '../../../editions/polls.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may } from '../staff-door.ts';
import { editionPath, idOf } from './edition-path.ts';

/** What readers answered to the questions of an edition. */
export function createPollsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/:id/polls', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const [site, polls] = await Promise.all([readAdminSite(setting, response), listPollResults(db, edition)]);
    const path = editionPath(edition.publicId);
    sendPage(response, PollsPage({ site, path, subject: edition.subject, polls }));
  });
  return router;
}
