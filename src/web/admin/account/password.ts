import { type Response, type Router, Router as createRouter } from 'express';
import { ChangePasswordPage } from '../../../../templates/pages/admin/account/account-forms.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { changePassword } from '../../../staff/new-password.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { readPasswordCheck } from '../password-check.ts';
import { sessionOf } from '../staff-door.ts';
import type { OwnDoor } from './own-door.ts';

/** Changing one's own password. */
export function createOwnPasswordRouter(setting: WebSetting, door: OwnDoor): Router {
  const router = createRouter();

  const sendForm = async (response: Response, problems: readonly FieldProblem[]): Promise<void> => {
    const site = await readAdminSite(setting, response);
    sendPage(response, ChangePasswordPage({ site, problems }), problems.length > 0 ? 422 : 200);
  };

  router.get('/', (_request, response) => sendForm(response, []));

  router.post('/', async (request, response) => {
    await door.count(response);
    const outcome = await changePassword(setting.db, await door.readMail(), {
      staff: sessionOf(response).staff,
      current: textOf(request.body, 'current').slice(0, 1000),
      password: textOf(request.body, 'password'),
      check: await readPasswordCheck(setting),
    });
    if (outcome.kind === 'refused') return sendForm(response, [outcome]);
    return door.comeBack(request, response, { done: 'password', what: '', codes: null });
  });
  return router;
}
