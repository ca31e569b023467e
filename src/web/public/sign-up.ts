import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { confirmationSubject } from '../../../templates/email/confirmation-mail.ts';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { makeEmptyRef } from '../../audience/sign-up.ts';
import { parseAddress } from '../../delivery/address.ts';
import { join } from '../../membership/join.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { shortenedNetwork } from '../client-network.ts';
import { textOf, textsOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { checkMailPath } from './check-mail-path.ts';
import { isMachine } from './form-facts.ts';
import { type PostedSignUp, readPostedSignUp } from './posted-sign-up.ts';
import type { SignUpLimits } from './sign-up-limits.ts';
import {
  type SignUpOrigin,
  findOrigin,
  renderOneButton,
  renderRefused,
  renderSignUp,
} from './sign-up-page.ts';
import { consentWords } from './sign-up-words.ts';

const badAddress: FieldProblem = {
  field: 'email',
  message: 'Please check the address: it should look like name@example.org',
};

/** The script of the sign-up box asks for JSON; whoever accepts anything gets the page. */
const wantsJson = (request: Request): boolean => request.accepts(['html', 'json']) === 'json';

/** `/signup`: the hosted form, and where every sign-up form posts. */
export function createSignUpRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, ring } = setting;
  const router = createRouter();

  router.get('/signup', async (request, response) => {
    const asked = readPostedSignUp(setting, request.query);
    const newsletters =
      textsOf(request.query, 'newsletter').length > 0
        ? asked.newsletters
        : (await findOrigin(setting, asked)).wanted.map(({ slug }) => slug);
    sendPage(
      response,
      await renderSignUp(setting, { ...asked, newsletters, email: textOf(request.query, 'email') }),
    );
  });

  router.post('/signup', async (request, response) => {
    const posted = readPostedSignUp(setting, request.body);
    const origin = await findOrigin(setting, posted);
    if (isMachine(request.body)) {
      await answerAsked(request, response, makeEmptyRef(setting, posted.email), { posted, origin });
      return;
    }
    if (!parseAddress(posted.email)) return refuse(request, response, { posted, origin }, badAddress);
    if (!posted.hasFacts) return sendPage(response, await renderOneButton(setting, posted, origin));

    await limits.countAsking(request, posted.email);
    const outcome = await join(db, setting, {
      ...posted,
      tier: posted.tier || undefined,
      newsletters: origin.wanted.map(({ slug }) => slug),
      articleSlug: origin.article?.slug,
      words: consentWords(await readPublication(db), posted.form, origin.wanted),
      network: shortenedNetwork(request),
    });
    if (outcome.kind === 'refused') return refuse(request, response, { posted, origin }, outcome);
    await limits.takeResend(posted.email);
    await ring('deliver-urgent');
    await answerAsked(request, response, outcome.ref, { posted, origin });
  });

  type Asked = { readonly posted: PostedSignUp; readonly origin: SignUpOrigin };

  async function refuse(
    request: Request,
    response: Response,
    { posted, origin }: Asked,
    problem: FieldProblem,
  ): Promise<void> {
    if (wantsJson(request)) {
      response.status(422).json({ problem: problem.message, field: problem.field });
      return;
    }
    sendPage(response, await renderRefused(setting, posted, origin, problem), 422);
  }

  /** The same for every address, and for a machine: nobody learns who reads what. */
  async function answerAsked(
    request: Request,
    response: Response,
    ref: string,
    { posted, origin }: Asked,
  ): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    if (!wantsJson(request)) return response.redirect(303, checkMailPath(ref));
    const { senderName } = await readPublication(db);
    const subject = confirmationSubject(origin.wanted.map(({ name }) => name));
    response.json({
      message: `Now look in your inbox. A mail from ${senderName} is on its way to ${posted.email.trim()}, with the subject “${subject}”.`,
      next: checkMailPath(ref),
    });
  }

  return router;
}
