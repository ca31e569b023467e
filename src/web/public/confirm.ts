import { type Router, Router as createRouter } from 'express';
import { ConfirmPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { findSignUpByToken } from '../../audience/confirm-sign-up.ts';
import { confirmJoin } from '../../membership/join.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderConfirmed, renderConfirmedBefore } from './confirmed-page.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { readSite } from './reader-site.ts';
import { tokenPage } from './token-page.ts';
import { visitOf } from './visit.ts';

/** `/confirm/:token`: the link in the mail shows a button; the button confirms. */
export function createConfirmRouter(setting: WebSetting): Router {
  const { db, ring } = setting;
  const router = createRouter();
  router.use('/confirm', tokenPage);

  router.get('/confirm/:token', async (request, response) => {
    const { token } = request.params;
    const found = await findSignUpByToken(db, token);
    switch (found.kind) {
      case 'open': {
        const { site } = await readSite(await visitOf(setting, response, { reader: found.language }));
        const post = { action: `/confirm/${token}`, hidden: [] };
        const newsletters = found.newsletters.map(({ name }) => name);
        return sendPage(
          response,
          ConfirmPage({ site, maskedAddress: found.maskedAddress, newsletters, post }),
        );
      }
      case 'confirmed-already':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'used'), 410);
      case 'expired':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'expired'), 410);
      case 'unknown':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);
      default:
        return found satisfies never;
    }
  });

  router.post('/confirm/:token', async (request, response) => {
    const outcome = await confirmJoin(db, setting, { token: request.params.token });
    switch (outcome.kind) {
      case 'confirmed':
        await ring('deliver-urgent');
        return sendPage(
          response,
          await renderConfirmed(await visitOf(setting, response, { reader: outcome.language }), outcome),
        );
      // Pressed twice: what the reader wants to know is that it worked.
      case 'confirmed-already':
        return sendPage(response, await renderConfirmedBefore(await visitOf(setting, response)));
      case 'expired':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'expired'), 410);
      case 'unknown':
      case 'wrong-code':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);
      default:
        return outcome satisfies never;
    }
  });

  return router;
}
