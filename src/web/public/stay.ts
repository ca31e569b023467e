import { type Router, Router as createRouter } from 'express';
import { StayPage } from '../../../templates/pages/reader/stay-page.tsx';
import { findStayQuestion, stay } from '../../editions/rest/stay.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { readSite } from './reader-site.ts';
import { tokenPage } from './token-page.ts';
import { visitOf } from './visit.ts';

/** `/stay/:token`: the question whether a newsletter shall still come; the button answers, looking does not. */
export function createStayRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use('/stay', tokenPage);

  router.get('/stay/:token', async (request, response) => {
    const { token } = request.params;
    const found = await findStayQuestion(db, keys, token);
    if (!found)
      return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);
    const { site } = await readSite(await visitOf(setting, response, { reader: found.language }));
    const { newsletter, maskedAddress, question, comes } = found;
    const isOpen = question.state === 'at rest' || (question.state === 'asked' && comes);
    const state = isOpen ? question.state : comes ? 'stays' : 'gone';
    const post = { action: `/stay/${token}`, hidden: [] };
    return sendPage(response, StayPage({ site, newsletter, maskedAddress, state, post }));
  });

  router.post('/stay/:token', async (request, response) => {
    const { token } = request.params;
    const stays = await stay(db, keys, token);
    const found = await findStayQuestion(db, keys, token);
    if (!found)
      return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);
    const { site } = await readSite(await visitOf(setting, response, { reader: found.language }));
    const { newsletter, maskedAddress } = found;
    const post = { action: `/stay/${token}`, hidden: [] };
    const state = stays ? 'stays' : 'gone';
    return sendPage(response, StayPage({ site, newsletter, maskedAddress, state, post }), stays ? 200 : 409);
  });
  return router;
}
