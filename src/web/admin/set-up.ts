import { type Response, type Router, Router as createRouter } from 'express';
import { DoorMessagePage, SetUpPage } from '../../../templates/pages/admin/door-pages.tsx';
import { findSetUpLink, setUpOwner } from '../../staff/set-up-link.ts';
import { clientNetwork } from '../client-network.ts';
import { textOf } from '../form-body.ts';
import { countOrRefuse } from '../limited.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readDoorSite } from './door-site.ts';
import { readPasswordCheck } from './password-check.ts';
import { staffCookie } from '../session-cookie.ts';
import { whereaboutsOf } from './whereabouts.ts';

const words = {
  used: {
    title: 'This link has been used',
    sentence: 'The owner’s account is made. Sign in with its address and password.',
    link: { href: '/admin/sign-in', text: 'Sign in' },
  },
  unknown: {
    title: 'This link does not open anything',
    sentence:
      'It may be cut short, or a later start of Doorstep has printed a new one. The newest line in the terminal has the good link.',
    link: { href: '/', text: 'To the front page' },
  },
};

/** The link that Doorstep prints once: makes the owner's account. */
export function createSetUpRouter(setting: WebSetting): Router {
  const router = createRouter();
  const limit = setting.limits.create('set-up', 30, 900);

  const explain = async (response: Response, kind: keyof typeof words) => {
    sendPage(response, DoorMessagePage({ site: await readDoorSite(setting), ...words[kind] }), 404);
  };

  router.use('/set-up/:token', (_request, response, next) => {
    response.setHeader('Referrer-Policy', 'no-referrer');
    next();
  });

  router.get('/set-up/:token', async (request, response) => {
    const { token } = request.params;
    const state = await findSetUpLink(setting.db, token);
    if (state !== 'open') return explain(response, state);
    return sendPage(
      response,
      SetUpPage({ site: await readDoorSite(setting), action: `/admin/set-up/${token}` }),
    );
  });

  router.post('/set-up/:token', async (request, response) => {
    const { token } = request.params;
    await countOrRefuse(limit, clientNetwork(request));
    const owner = {
      name: textOf(request.body, 'name'),
      address: textOf(request.body, 'address'),
      password: textOf(request.body, 'password'),
    };
    const outcome = await setUpOwner(setting.db, token, owner, {
      check: await readPasswordCheck(setting),
      where: whereaboutsOf(request),
    });
    switch (outcome.kind) {
      case 'signed-in':
        staffCookie.set(setting, response, outcome.token);
        return response.redirect(303, '/admin');
      case 'refused': {
        const { name, address } = owner;
        const page = { site: await readDoorSite(setting), action: `/admin/set-up/${token}`, name, address };
        return sendPage(response, SetUpPage({ ...page, problems: outcome.problems }), 422);
      }
      case 'used':
      case 'unknown':
        return explain(response, outcome.kind);
      default:
        return outcome satisfies never;
    }
  });
  return router;
}
