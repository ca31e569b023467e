import { type Response, type Router, Router as createRouter } from 'express';
import { ClicksPage } from '../../../templates/pages/admin/clicks-page.tsx';
import { readKeepMonths, setKeepMonths } from '../../feedback/reactions/keep-months.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { sessionOf } from './staff-door.ts';

const wrong = { field: 'keepMonths', message: 'Please give a whole number from 1 to 60' };

/** `/admin/settings/clicks`: how long single requests are kept. */
export function createClicksRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const send = async (
    response: Response,
    keepMonths: string,
    shown: { isWrong?: boolean; notice?: string },
  ) => {
    const site = await readAdminSite(setting, response);
    const problems = shown.isWrong ? [wrong] : [];
    const page = ClicksPage({ site, keepMonths, notice: shown.notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/', async (request, response) => {
    const notice = textOf(request.query, 'done') === 'saved' ? { notice: 'Saved.' } : {};
    await send(response, String(await readKeepMonths(db)), notice);
  });

  router.post('/', async (request, response) => {
    const typed = textOf(request.body, 'keepMonths').trim();
    const months = typed === '' ? Number.NaN : Number(typed);
    if (!(await setKeepMonths(db, months))) return send(response, typed, { isWrong: true });
    await recordAct(db, {
      actor: sessionOf(response).staff.name,
      action: `keeps single clicks and opens for ${months} months`,
    });
    return response.redirect(303, '/admin/settings/clicks?done=saved');
  });
  return router;
}
