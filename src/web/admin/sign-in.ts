import { type Router, Router as createRouter } from 'express';
import { SignInPage } from '../../../templates/pages/admin/door-pages.tsx';
import { parseAddress } from '../../delivery/address.ts';
import { recordAct } from '../../staff/audit.ts';
import { findSession, signIn } from '../../staff/sessions.ts';
import { clientNetwork } from '../client-network.ts';
import { textOf } from '../form-body.ts';
import { countOrRefuse } from '../limited.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readDoorSite } from './door-site.ts';
import { staffCookie } from '../session-cookie.ts';

/** Only ways inside the admin: a link must not lead away from it. */
const inside = (next: string): string => (/^\/admin(?:\/[\w./?=&%-]*)?$/.test(next) ? next : '/admin');

/** Signing in, slowed by network and by address so that passwords are not guessed. */
export function createSignInRouter(setting: WebSetting): Router {
  const router = createRouter();
  const byNetwork = setting.limits.create('sign-in-network', 30, 900);
  const byAddress = setting.limits.create('sign-in-address', 10, 900);

  router.get('/sign-in', async (request, response) => {
    const next = inside(typeof request.query['next'] === 'string' ? request.query['next'] : '');
    sendPage(response, SignInPage({ site: await readDoorSite(setting), next }));
  });

  router.post('/sign-in', async (request, response) => {
    const address = textOf(request.body, 'address').slice(0, 320);
    const next = inside(textOf(request.body, 'next'));
    await countOrRefuse(byNetwork, clientNetwork(request));
    await countOrRefuse(byAddress, parseAddress(address)?.key ?? 'none');
    const outcome = await signIn(setting.db, {
      address,
      password: textOf(request.body, 'password').slice(0, 1000),
    });
    if (outcome.kind === 'refused') {
      const problems = [{ field: 'address', message: 'Address and password do not fit together' }];
      return sendPage(
        response,
        SignInPage({ site: await readDoorSite(setting), next, address, problems }),
        422,
      );
    }
    const session = await findSession(setting.db, outcome.token);
    if (session) await recordAct(setting.db, { actor: session.staff.name, action: 'signed in' });
    staffCookie.set(setting, response, outcome.token);
    return response.redirect(303, next);
  });
  return router;
}
