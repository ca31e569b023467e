import { type Request, type Response, type Router, Router as createRouter } from 'express';
import {
  AccountCodePage,
  AccountLinkPage,
  AccountSignInPage,
} from '../../../../templates/pages/reader/account-door-pages.tsx';
import {
  type SignInOutcome,
  askToSignIn,
  findSignInLink,
  makeEmptySignInRef,
  readSignInRef,
  signInMinutes,
  signInWithCode,
  signInWithLink,
} from '../../../audience/account/sign-in.ts';
import { parseAddress } from '../../../delivery/address.ts';
import { inEvenTime } from '../../even-time.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import { askedCookie, readerCookie } from '../../session-cookie.ts';
import type { WebSetting } from '../../web-setting.ts';
import { formFacts, honeypot, isMachine, readForm } from '../form-facts.ts';
import { readSite } from '../reader-site.ts';
import type { SignUpLimits } from '../sign-up-limits.ts';
import { tokenPage } from '../token-page.ts';
import { type Visit, visitOf } from '../visit.ts';
import { inTongue } from '../../../../templates/pages/reader/tongue.tsx';

const form = 'sign in';

const codePath = (ref: string, act = ''): string => `/account/code/${ref}${act}`;

type SignInNews = {
  readonly email?: string;
  readonly problem?: string;
  readonly why?: string;
  readonly status?: number;
};

/** The form that asks for an address. */
export async function sendSignIn(visit: Visit, response: Response, news: SignInNews = {}): Promise<void> {
  const { site } = await readSite(visit);
  const { email, problem, why, status } = news;
  const page = AccountSignInPage({
    site,
    post: { action: '/account/sign-in', hidden: formFacts(visit, form) },
    honeypot,
    email,
    why,
    problems: problem === undefined ? [] : [{ field: 'email', message: problem }],
  });
  sendPage(response, page, status ?? (problem === undefined ? 200 : 422));
}

/** `/account/sign-in`, `/account/code/:ref`, `/account/link/:token`: in by a code or a link from a mail. */
export function createAccountSignInRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, ring } = setting;
  const router = createRouter();
  router.use(['/account/code', '/account/link'], tokenPage);

  const refOf = (request: Request): string => textOf(request.params, 'ref');
  const userAgentOf = (request: Request): string => (request.get('user-agent') ?? '').slice(0, 500);

  async function sendOver(response: Response): Promise<void> {
    const visit = await visitOf(setting, response);
    return sendSignIn(visit, response, { why: visit.words.door.over, status: 410 });
  }

  async function ask(response: Response, email: string): Promise<void> {
    const visit = await visitOf(setting, response);
    const asked = await inEvenTime(async () => {
      const outcome = await askToSignIn(db, setting, { email, language: visit.language });
      await ring('deliver-urgent');
      return outcome;
    });
    if (!asked) return response.redirect(303, '/account');
    askedCookie.set(setting, response, asked.ref);
    response.redirect(303, inTongue(codePath(asked.ref), visit));
  }

  async function showCode(
    response: Response,
    ref: string,
    wrong?: { readonly value: string; readonly triesLeft: number },
  ): Promise<void> {
    const facts = readSignInRef(setting, ref);
    if (!facts) return sendOver(response);
    const { site, publication } = await readSite(await visitOf(setting, response));
    const page = AccountCodePage({
      site,
      email: facts.address,
      senderName: publication.senderName,
      minutes: signInMinutes,
      post: { action: codePath(ref), hidden: [] },
      again: { action: codePath(ref, '/again'), hidden: [] },
      wrong,
    });
    sendPage(response, page, wrong === undefined ? 200 : 422);
  }

  function letIn(response: Response, outcome: Extract<SignInOutcome, { kind: 'signed-in' }>): void {
    askedCookie.clear(setting, response);
    readerCookie.set(setting, response, outcome.token);
    response.redirect(303, '/account');
  }

  router.post('/account/sign-in', async (request, response) => {
    const email = textOf(request.body, 'email');
    const visit = await visitOf(setting, response);
    if (isMachine(request.body)) {
      const ref = makeEmptySignInRef(setting, email.slice(0, 254));
      return response.redirect(303, inTongue(codePath(ref), visit));
    }
    if (!parseAddress(email)) {
      return sendSignIn(visit, response, { email, problem: visit.words.problems.badAddress });
    }
    // Too old, or from another page: the same form, filled in, with a fresh signature.
    if (readForm(setting, request.body) !== form) return sendSignIn(visit, response, { email });
    await limits.countAsking(request, email);
    return ask(response, email);
  });

  router.get('/account/code/:ref', (request, response) => showCode(response, refOf(request)));

  router.post('/account/code/:ref', async (request, response) => {
    await limits.countStep(request);
    const ref = refOf(request);
    const code = textOf(request.body, 'code').trim().slice(0, 20);
    // A code counts in the browser that asked: a ref that somebody passes on signs nobody in elsewhere (login CSRF).
    if (askedCookie.read(setting, request) !== ref) return sendOver(response);
    const outcome = await signInWithCode(db, setting, { ref, code, userAgent: userAgentOf(request) });
    switch (outcome.kind) {
      case 'signed-in':
        return letIn(response, outcome);
      case 'wrong-code':
        return showCode(response, ref, { value: code, triesLeft: outcome.triesLeft });
      case 'other-browser':
      case 'over':
        return sendOver(response);
      default:
        return outcome satisfies never;
    }
  });

  router.post('/account/code/:ref/again', async (request, response) => {
    const facts = readSignInRef(setting, refOf(request));
    if (!facts) return sendOver(response);
    await limits.countAsking(request, facts.address);
    return ask(response, facts.address);
  });

  router.get('/account/link/:token', async (request, response) => {
    const { token } = request.params;
    const found = await findSignInLink(db, setting, { token, ref: askedCookie.read(setting, request) });
    if (!found || found.kind === 'over') return sendOver(response);
    const visit = await visitOf(setting, response, { reader: found.language });
    if (found.kind === 'other-browser')
      return sendSignIn(visit, response, { why: visit.words.door.elsewhere });
    const { site } = await readSite(visit);
    const post = { action: `/account/link/${token}`, hidden: [] };
    sendPage(response, AccountLinkPage({ site, maskedAddress: found.maskedAddress, post }));
  });

  router.post('/account/link/:token', async (request, response) => {
    const link = { token: request.params.token, ref: askedCookie.read(setting, request) };
    const outcome = await signInWithLink(db, setting, link, userAgentOf(request));
    switch (outcome.kind) {
      case 'signed-in':
        return letIn(response, outcome);
      case 'other-browser': {
        const visit = await visitOf(setting, response);
        return sendSignIn(visit, response, { why: visit.words.door.elsewhere, status: 403 });
      }
      case 'wrong-code':
      case 'over':
        return sendOver(response);
      default:
        return outcome satisfies never;
    }
  });

  return router;
}
