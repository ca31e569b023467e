import { type Router, Router as createRouter } from 'express';
import { ProgressPage } from '../../../../templates/pages/admin/editions/progress-page.tsx';
import { type Edition, findEdition } from '../../../editions/editions.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { mayRole } from '../../../staff/roles.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionPath, idOf } from './edition-path.ts';
import { readProgressView } from './progress-view.ts';

function ago(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes ago`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} hours ago`;
  return `${Math.round(seconds / 86_400)} days ago`;
}

/** "Started by Ana on 23 November, 14:02, 12 s ago". */
function startedWords({ releasedBy, releasedAt }: Edition, now: Date, publication: Publication): string {
  if (!releasedAt) return '';
  const seconds = (now.getTime() - releasedAt.getTime()) / 1000;
  return `Started by ${releasedBy ?? 'somebody'} ${ago(seconds)}, on ${clockMoment(releasedAt, publication).text}.`;
}

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
