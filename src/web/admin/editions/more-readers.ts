import { type Router, Router as createRouter } from 'express';
import { MoreReadersPage } from '../../../../templates/pages/admin/editions/more-readers-page.tsx';
import { findEdition } from '../../../editions/editions.ts';
import { findMoreReaders } from '../../../editions/more-readers.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may } from '../staff-door.ts';
import { editionPath, idOf } from './edition-path.ts';

/** Who could still get an edition that has left. */
export function createMoreReadersRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  router.get('/:id/more', may('send'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const path = editionPath(edition.publicId);
    const [site, more] = await Promise.all([
      readAdminSite(setting, response),
      findMoreReaders(db, publicUrl, edition.publicId),
    ]);
    if (!more) return response.redirect(303, path);
    const isCorrecting = edition.correctingSince !== null;
    sendPage(response, MoreReadersPage({ site, path, subject: edition.subject, isCorrecting, ...more }));
  });
  return router;
}
