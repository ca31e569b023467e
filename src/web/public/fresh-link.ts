import { type Response, type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import { type LinkProblemPageProps, LinkProblemPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { AskForLinkPage } from '../../../templates/pages/reader/preferences-link-pages.tsx';
import { mailFreshLink } from '../../audience/fresh-link.ts';
import { parseAddress } from '../../delivery/address.ts';
import { inEvenTime } from '../even-time.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { formFacts, honeypot, isMachine, readForm } from './form-facts.ts';
import { readSite } from './reader-site.ts';
import type { SignUpLimits } from './sign-up-limits.ts';
import { type Visit, visitOf } from './visit.ts';
import { inTongue } from '../../../templates/pages/reader/tongue.tsx';

const form = 'fresh link';

/** What a form that asks for a fresh link carries. */
export const freshLinkForm = (setting: Pick<WebSetting, 'keys' | 'clock'>) => ({
  hidden: formFacts(setting, form),
  honeypot,
});

/** Explains what is wrong with a link, and offers a fresh one by mail. */
export async function renderLinkProblem(
  visit: Visit,
  reason: LinkProblemPageProps['reason'],
): Promise<VNode> {
  const { site } = await readSite(visit);
  return LinkProblemPage({ site, reason, ...freshLinkForm(visit) });
}

/**
 * `/preferences` and `/signup/fresh-link`: who has no link at hand gets one by mail. The answer is the same for an address
 * we know and one we do not.
 */
export function createFreshLinkRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, ring } = setting;
  const router = createRouter();

  async function ask(response: Response, filled: { email?: string; problem?: string } = {}): Promise<void> {
    const { site } = await readSite(await visitOf(setting, response));
    sendPage(
      response,
      AskForLinkPage({ site, ...freshLinkForm(setting), ...filled }),
      filled.problem === undefined ? 200 : 422,
    );
  }

  router.get('/preferences', (_request, response) => ask(response));

  router.get('/signup/fresh-link', async (_request, response) => {
    const visit = await visitOf(setting, response);
    const { site } = await readSite(visit);
    const { badLink, frame } = visit.words;
    sendPage(
      response,
      MessagePage({
        site,
        title: badLink.sent,
        sentences: [badLink.sentText],
        link: { href: '/', text: frame.toFront },
      }),
    );
  });

  router.post('/signup/fresh-link', async (request, response) => {
    const email = textOf(request.body, 'email');
    const visit = await visitOf(setting, response);
    const sent = inTongue('/signup/fresh-link', visit);
    if (isMachine(request.body)) return response.redirect(303, sent);
    if (!parseAddress(email)) {
      return ask(response, { email, problem: visit.words.problems.badAddress });
    }
    // Too old, or from another page: the same form, filled in, with a fresh signature.
    if (readForm(setting, request.body) !== form) return ask(response, { email });
    await limits.countAsking(request, email);
    await inEvenTime(async () => {
      await mailFreshLink(db, setting, { email, language: visit.language });
      await ring('deliver-urgent');
    });
    response.redirect(303, sent);
  });

  return router;
}
