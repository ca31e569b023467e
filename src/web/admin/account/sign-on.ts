import { type Response, type Router, Router as createRouter } from 'express';
import { ConfirmPage, GoOnPage } from '../../../../templates/pages/admin/account/account-forms.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { unlinkSignOn } from '../../../staff/sign-on/links.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { beginSignOn } from '../sign-on.ts';
import { sessionOf } from '../staff-door.ts';
import type { OwnDoor } from './own-door.ts';

/** The link of one's own account with the provider of the newsroom. */
export function createOwnSignOnRouter(setting: WebSetting, door: OwnDoor): Router {
  const { db, signOn } = setting;
  const router = createRouter();
  const name = signOn?.name ?? 'the provider';
  const making = {
    title: `Link with ${name}`,
    words: `Afterwards ${name} opens this account too. It has to know you by the same address.`,
    action: '/admin/account/sign-on',
    button: `Go on to ${name}`,
  };
  const removal = {
    title: 'Remove the link',
    words: `After this ${name} does not open this account any more: you sign in with your password, or a passkey.`,
    action: '/admin/account/sign-on/remove',
    button: 'Remove the link',
  };

  const sendConfirm = async (response: Response, about: typeof making, problems: readonly FieldProblem[]) => {
    const site = await readAdminSite(setting, response);
    sendPage(response, ConfirmPage({ site, problems, ...about }), problems.length > 0 ? 422 : 200);
  };

  router.get('/', (_request, response) =>
    signOn ? sendConfirm(response, making, []) : response.redirect(303, '/admin/account'),
  );

  /** Answers with a page that has a link: a form may not lead to another site. */
  router.post('/', async (request, response) => {
    if (!signOn) return response.redirect(303, '/admin/account');
    const problems = await door.problemsOf(request, response);
    if (problems.length > 0) return sendConfirm(response, making, problems);
    const linksFor = sessionOf(response).staff.publicId;
    const url = await beginSignOn(setting, signOn, response, { next: '/admin/account', linksFor });
    if (url === null) return response.redirect(303, '/admin/account?sign-on=down');
    const site = await readAdminSite(setting, response);
    return sendPage(response, GoOnPage({ site, name, url }));
  });

  router.get('/remove', (_request, response) => sendConfirm(response, removal, []));

  router.post('/remove', async (request, response) => {
    const problems = await door.problemsOf(request, response);
    if (problems.length > 0) return sendConfirm(response, removal, problems);
    const { staff } = sessionOf(response);
    const isGone = await unlinkSignOn(db, await door.readMail(), { staff, actor: staff, name });
    if (!isGone) return response.redirect(303, '/admin/account');
    return door.comeBack(request, response, { done: 'unlinked', what: '', codes: null });
  });
  return router;
}
