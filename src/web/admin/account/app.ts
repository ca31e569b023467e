import { type Response, type Router, Router as createRouter } from 'express';
import { AppPage, ConfirmPage } from '../../../../templates/pages/admin/account/account-forms.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { readSealedToken, sealToken } from '../../../platform/signed-token.ts';
import { makeSecret, urlOfSecret } from '../../../staff/factors/authenticator.ts';
import { removeApp, renewRecoveryCodes, setUpApp } from '../../../staff/factors/change-factors.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { readPasskeySite } from '../passkey-site.ts';
import { sessionOf } from '../staff-door.ts';
import type { OwnDoor } from './own-door.ts';
import { drawSquares } from './draw-squares.ts';

const minutes = 15;
const purpose = 'authenticator to set up';

type Confirmed = {
  readonly title: string;
  readonly words: string;
  readonly action: string;
  readonly button: string;
};

const removal: Confirmed = {
  title: 'Remove the authenticator app',
  words: 'After this your password, or a passkey, is all that your sign-in asks for.',
  action: '/admin/account/app/remove',
  button: 'Remove the app',
};
const renewal: Confirmed = {
  title: 'Make new recovery codes',
  words: 'You get ten new ones. The old ones open nothing any more.',
  action: '/admin/account/codes',
  button: 'Make new codes',
};

/** The authenticator app and the recovery codes of one's own account. */
export function createAppRouter(setting: WebSetting, door: OwnDoor): Router {
  const { db, keys, clock } = setting;
  const router = createRouter();

  /** The secret travels sealed through the browser: nothing is kept of it before a code has proved it. */
  const sendApp = async (response: Response, secret: string | null, problems: readonly FieldProblem[]) => {
    const { staff } = sessionOf(response);
    const [site, { name }] = await Promise.all([readAdminSite(setting, response), readPasskeySite(setting)]);
    const made =
      secret === null
        ? await makeSecret(name, staff.address)
        : { secret, url: await urlOfSecret(secret, name, staff.address) };
    const until = new Date(clock().getTime() + minutes * 60_000);
    const page = AppPage({
      site,
      problems,
      secret: made.secret,
      sealed: sealToken(keys, purpose, [staff.publicId, made.secret], until),
      picture: await drawSquares(made.url),
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const readSecret = (sealed: string, publicId: string): string | null => {
    const facts = readSealedToken(keys, purpose, sealed, clock());
    if (!Array.isArray(facts) || facts[0] !== publicId || typeof facts[1] !== 'string') return null;
    return facts[1];
  };

  router.get('/app', (_request, response) => sendApp(response, null, []));

  router.post('/app', async (request, response) => {
    const { staff } = sessionOf(response);
    const secret = readSecret(textOf(request.body, 'sealed'), staff.publicId);
    if (secret === null) {
      const message = 'This page was open for too long. Let your app look at the new picture';
      return sendApp(response, null, [{ field: 'code', message }]);
    }
    const problems = await door.problemsOf(request, response);
    if (problems.length > 0) return sendApp(response, secret, problems);
    const code = textOf(request.body, 'code').slice(0, 20);
    const outcome = await setUpApp(db, await door.readMail(), keys, { staff, secret, code, now: clock() });
    if (outcome.kind === 'wrong-code') {
      const message = 'This is not the code of this picture. Is the clock of your phone right?';
      return sendApp(response, secret, [{ field: 'code', message }]);
    }
    const what = 'The authenticator app is set up. All other sessions have ended.';
    return door.comeBack(request, response, { done: 'app', what, codes: outcome.codes });
  });

  const sendConfirm = async (response: Response, about: Confirmed, problems: readonly FieldProblem[]) => {
    const site = await readAdminSite(setting, response);
    sendPage(response, ConfirmPage({ site, problems, ...about }), problems.length > 0 ? 422 : 200);
  };

  router.get('/app/remove', (_request, response) => sendConfirm(response, removal, []));

  router.post('/app/remove', async (request, response) => {
    const problems = await door.problemsOf(request, response);
    if (problems.length > 0) return sendConfirm(response, removal, problems);
    const isRemoved = await removeApp(db, await door.readMail(), sessionOf(response).staff);
    if (!isRemoved) return response.redirect(303, '/admin/account');
    return door.comeBack(request, response, { done: 'app-removed', what: '', codes: null });
  });

  router.get('/codes', (_request, response) => sendConfirm(response, renewal, []));

  router.post('/codes', async (request, response) => {
    const problems = await door.problemsOf(request, response);
    if (problems.length > 0) return sendConfirm(response, renewal, problems);
    const codes = await renewRecoveryCodes(db, await door.readMail(), sessionOf(response).staff);
    if (codes === null) return response.redirect(303, '/admin/account');
    const what = 'These are your codes from now on. All other sessions have ended.';
    return door.comeBack(request, response, { done: 'codes', what, codes });
  });
  return router;
}
