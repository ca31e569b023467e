import { type Response, type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import { type LinkProblemPageProps, LinkProblemPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { AskForLinkPage } from '../../../templates/pages/reader/preferences-page.tsx';
import { mailFreshLink } from '../../audience/preferences.ts';
import { parseAddress } from '../../delivery/address.ts';
import { inEvenTime } from '../even-time.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { formFacts, honeypot, isMachine, readForm } from './form-facts.ts';
import { readSite } from './reader-site.ts';
import type { SignUpLimits } from './sign-up-limits.ts';

const form = 'fresh link';

/** What a form that asks for a fresh link carries. */
export const freshLinkForm = (setting: WebSetting) => ({ hidden: formFacts(setting, form), honeypot });

/** Explains what is wrong with a link, and offers a fresh one by mail. */
export async function renderLinkProblem(
  setting: WebSetting,
  reason: LinkProblemPageProps['reason'],
): Promise<VNode> {
  const { site } = await readSite(setting);
  return LinkProblemPage({ site, reason, ...freshLinkForm(setting) });
}

/**
 * `/preferences` and `/signup/fresh-link`: who has no link at hand gets one by mail. The answer is the same for an address
 * we know and one we do not.
 */
export function createFreshLinkRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, ring } = setting;
  const router = createRouter();

  async function ask(response: Response, filled: { email?: string; problem?: string } = {}): Promise<void> {
    const { site } = await readSite(setting);
    sendPage(
      response,
      AskForLinkPage({ site, ...freshLinkForm(setting), ...filled }),
      filled.problem === undefined ? 200 : 422,
    );
  }

  router.get('/preferences', (_request, response) => ask(response));

  router.get('/signup/fresh-link', async (_request, response) => {
    const { site } = await readSite(setting);
    const sentences = [
      'If we know that address, a mail with a fresh link is on its way to it. It should be there in a minute.',
    ];
    sendPage(
      response,
      MessagePage({
        site,
        title: 'Look in your inbox',
        sentences,
        link: { href: '/', text: 'To the front page' },
      }),
    );
  });

  router.post('/signup/fresh-link', async (request, response) => {
    const email = textOf(request.body, 'email');
    if (isMachine(request.body)) return response.redirect(303, '/signup/fresh-link');
    if (!parseAddress(email)) {
      const problem = 'Please check the address: it should look like name@example.org';
      return ask(response, { email, problem });
    }
    // Too old, or from another page: the same form, filled in, with a fresh signature.
    if (readForm(setting, request.body) !== form) return ask(response, { email });
    await limits.countAsking(request, email);
    await inEvenTime(async () => {
      await mailFreshLink(db, setting, email);
      await ring('deliver-urgent');
    });
    response.redirect(303, '/signup/fresh-link');
  });

  return router;
}
