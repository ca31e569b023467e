import { type Router, Router as createRouter } from 'express';
import { ProgressPage } from '../../../../templates/pages/admin/editions/progress-page.tsx';
import { findEdition } from '../../../editions/editions.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { mayRole } from '../../../staff/roles.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionPath, idOf } from './edition-path.ts';
import { readProgressView, startedWords } from './progress-view.ts';

/** A send as it happens. */
export function createProgressRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/:id/progress', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const path = editionPath(edition.publicId);
    const publication = await readPublication(db);
    const [site, newsletter, view] = await Promise.all([
      readAdminSite(setting, response),
      findNewsletter(db, { id: edition.newsletterId }),
      readProgressView(setting, edition.publicId, publication),
    ]);
    if (!view) return response.redirect(303, path);
    sendPage(
      response,
      ProgressPage({
        site,
        path,
        subject: edition.subject,
        newsletter: newsletter?.name ?? '',
        started: startedWords(edition, clock(), publication),
        view,
        maySend: mayRole(sessionOf(response).staff.role, 'send'),
      }),
    );
  });
  return router;
}
