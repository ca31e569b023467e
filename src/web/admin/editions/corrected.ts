import { type Response, type Router, Router as createRouter } from 'express';
import { CorrectedPage } from '../../../../templates/pages/admin/editions/corrected-page.tsx';
import { checkApproval } from '../../../editions/approval.ts';
import { type Check, checkEdition } from '../../../editions/check-edition.ts';
import { countRemaining, sendCorrection } from '../../../editions/correct-edition.ts';
import { type Edition, findEdition } from '../../../editions/editions.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { checkLine } from './composer-view.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';

/** Sending a corrected edition to those who have not got it. */
export function createCorrectedRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  const sendCorrectedPage = async (response: Response, edition: Edition, refusal: readonly Check[] = []) => {
    const [site, remaining, found, approval] = await Promise.all([
      readAdminSite(setting, response),
      countRemaining(db, edition.publicId),
      checkEdition(db, publicUrl, edition),
      checkApproval(db, publicUrl, edition),
    ]);
    const checks = [...found, ...approval];
    const page = CorrectedPage({
      site,
      path: editionPath(edition.publicId),
      subject: edition.subject,
      remaining,
      checks: checks.map(checkLine),
      refusal: refusal
        .filter(({ code }) => !checks.some((check) => check.code === code))
        .map(({ message }) => message),
      version: edition.version,
    });
    sendPage(response, page, refusal.length > 0 ? 422 : 200);
  };

  router.get('/:id/corrected', may('send'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    if (edition.correctingSince === null)
      return response.redirect(303, `${editionPath(edition.publicId)}/progress`);
    await sendCorrectedPage(response, edition);
  });

  router.post('/:id/corrected', may('send'), async (request, response, next) => {
    const publicId = idOf(request);
    const outcome = await sendCorrection(db, publicUrl, publicId, Number(textOf(request.body, 'version')));
    if (outcome.kind === 'missing') return next();
    if (outcome.kind === 'blocked') {
      const edition = await findEdition(db, publicId);
      return edition ? sendCorrectedPage(response, edition, outcome.checks) : next();
    }
    if (outcome.kind === 'sent') {
      await recordAct(db, {
        actor: sessionOf(response).staff.name,
        action: `sent a corrected edition to ${outcome.readers} readers`,
        object: editionObject(publicId),
      });
      await setting.ring('deliver');
    }
    return response.redirect(303, `${editionPath(publicId)}/progress`);
  });
  return router;
}
