import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { findAskedSignUp, resendConfirmation } from '../../audience/choose-for-sign-up.ts';
import { readSignUpRef } from '../../audience/sign-up.ts';
import { suggestAddress } from '../../audience/suggest-domain.ts';
import { chooseForJoin, confirmJoin, join } from '../../membership/join.ts';
import { shortenedNetwork } from '../client-network.ts';
import { textOf, textsOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { checkMailAfter } from './check-mail-path.ts';
import { type CheckMailNews, renderCheckMail } from './check-mail-page.ts';
import { renderConfirmed, renderConfirmedBefore } from './confirmed-page.ts';
import { renderLinkProblem } from './fresh-link.ts';
import type { SignUpLimits } from './sign-up-limits.ts';
import { consentWords } from './sign-up-words.ts';
import { tokenPage } from './token-page.ts';
import { visitOf } from './visit.ts';

type RefRequest = Request<{ ref: string }>;

/** `/signup/check/:ref`: what a reader can do between a sign-up and its confirmation. */
export function createCheckMailRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, ring } = setting;
  const router = createRouter();
  router.use('/signup/check', tokenPage);

  async function show(response: Response, ref: string, news: CheckMailNews, status = 200): Promise<void> {
    const visit = await visitOf(setting, response);
    const page = await renderCheckMail(visit, ref, news);
    if (page) sendPage(response, page, status);
    else sendPage(response, await renderLinkProblem(visit, 'expired'), 410);
  }

  router.get('/signup/check/:ref', async (request, response) => {
    const { ref } = request.params;
    if ((await findAskedSignUp(db, setting, ref))?.isConfirmed)
      return sendPage(response, await renderConfirmedBefore(await visitOf(setting, response)));
    const done = textOf(request.query, 'done');
    await show(response, ref, {
      isSaved: done === 'choices',
      isAddressKept: done === 'kept',
      resend: done === 'sent' ? { outcome: 'sent', waitSeconds: 60 } : undefined,
    });
  });

  router.post('/signup/check/:ref/code', async (request: RefRequest, response) => {
    await limits.countStep(request);
    const { ref } = request.params;
    const code = textOf(request.body, 'code').trim().slice(0, 20);
    const outcome = await confirmJoin(db, setting, { ref, code });
    switch (outcome.kind) {
      case 'confirmed':
        await ring('deliver-urgent');
        return sendPage(response, await renderConfirmed(await visitOf(setting, response), outcome));
      case 'confirmed-already':
        return sendPage(response, await renderConfirmedBefore(await visitOf(setting, response)));
      case 'wrong-code':
        return show(response, ref, { wrong: { value: code, triesLeft: outcome.triesLeft } }, 422);
      case 'expired':
      case 'unknown':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'expired'), 410);
      default:
        return outcome satisfies never;
    }
  });

  router.post('/signup/check/:ref/choices', async (request: RefRequest, response) => {
    await limits.countStep(request);
    const { ref } = request.params;
    const visit = await visitOf(setting, response);
    const outcome = await chooseForJoin(db, setting, ref, {
      newsletters: textsOf(request.body, 'newsletter'),
      rhythm: textOf(request.body, 'rhythm'),
      tier: textOf(request.body, 'tier') || undefined,
      words: consentWords(visit, []),
      network: shortenedNetwork(request),
    });
    switch (outcome.kind) {
      case 'chosen':
        await ring('deliver-urgent');
        return response.redirect(303, checkMailAfter(ref, visit, 'choices'));
      case 'refused':
        return show(response, ref, { problem: outcome.why }, 422);
      case 'confirmed-already':
        return sendPage(response, await renderConfirmedBefore(await visitOf(setting, response)));
      case 'expired':
        return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'expired'), 410);
      default:
        return outcome satisfies never;
    }
  });

  router.post('/signup/check/:ref/resend', async (request: RefRequest, response) => {
    await limits.countStep(request);
    const { ref } = request.params;
    const facts = readSignUpRef(setting, ref);
    if (!facts)
      return sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'expired'), 410);
    const waitSeconds = await limits.takeResend(facts.address);
    if (waitSeconds > 0) return show(response, ref, { resend: { outcome: 'too-soon', waitSeconds } }, 429);
    await resendConfirmation(db, setting, ref);
    await ring('deliver-urgent');
    response.redirect(303, checkMailAfter(ref, await visitOf(setting, response), 'sent'));
  });

  /** The suggested address is a sign-up of its own; the one that was typed stays as it is and is never confirmed. */
  router.post('/signup/check/:ref/address', async (request: RefRequest, response) => {
    const { ref } = request.params;
    const visit = await visitOf(setting, response);
    if (textOf(request.body, 'answer') !== 'use')
      return response.redirect(303, checkMailAfter(ref, visit, 'kept'));
    const offered = suggestAddress(readSignUpRef(setting, ref)?.address ?? '');
    const asked = await findAskedSignUp(db, setting, ref);
    if (!offered || !asked) return show(response, ref, {});
    await limits.countAsking(request, offered);
    const outcome = await join(db, setting, {
      email: offered,
      name: asked.name ?? undefined,
      newsletters: asked.newsletters.map(({ slug }) => slug),
      rhythm: asked.rhythm ?? undefined,
      tier: asked.tier ?? undefined,
      form: asked.form,
      articleSlug: asked.articleSlug ?? undefined,
      words: asked.words,
      language: asked.language ?? undefined,
      network: shortenedNetwork(request),
    });
    if (outcome.kind === 'refused') return show(response, ref, { problem: outcome.why }, 422);
    await limits.takeResend(offered);
    await ring('deliver-urgent');
    response.redirect(303, checkMailAfter(outcome.ref, visit));
  });

  return router;
}
