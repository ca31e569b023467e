import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { beginSession, findSession } from '../../staff/sessions.ts';
import { type Attempt, sealAttempt, takeAttempt } from '../../staff/sign-on/attempt.ts';
import { linkSignOn } from '../../staff/sign-on/links.ts';
import type { Proof, SignOnProvider } from '../../staff/sign-on/provider.ts';
import { signInThrough } from '../../staff/sign-on/sign-in-through.ts';
import { clientNetwork } from '../client-network.ts';
import { textOf } from '../form-body.ts';
import { countOrRefuse } from '../limited.ts';
import { signOnCookie, staffCookie, staffStepCookie } from '../session-cookie.ts';
import type { WebSetting } from '../web-setting.ts';
import { inside } from './inside.ts';
import { readStaffMail } from './staff-mail.ts';
import { whereaboutsOf } from './whereabouts.ts';

/** Exactly this one is registered at the provider. */
const returnUrl = ({ publicUrl }: Pick<WebSetting, 'publicUrl'>): string => `${publicUrl}/admin/sign-on/back`;

/**
 * Begins a way to the provider in this browser.
 * @returns where it leads; null when the provider cannot be reached
 */
export async function beginSignOn(
  setting: WebSetting,
  provider: SignOnProvider,
  response: Response,
  about: Pick<Attempt, 'next' | 'linksFor'>,
): Promise<string | null> {
  const outcome = await provider.leave(returnUrl(setting));
  if (outcome.kind === 'down') {
    setting.log.warn({ cause: outcome.cause }, 'the provider for sign-on cannot be reached');
    return null;
  }
  const attempt = { ...about, checks: outcome.checks };
  signOnCookie.set(setting, response, sealAttempt(setting.keys, attempt, setting.clock()));
  return outcome.url;
}

/** Coming in through the newsroom's own accounts: there and back. A return counts once, in the browser that left. */
export function createSignOnRouter(setting: WebSetting): Router {
  const { db, keys, clock, limits, log, signOn } = setting;
  const router = createRouter();
  const byNetwork = limits.create('sign-on-network', 60, 900);

  const backToDoor = (response: Response, why: string): void =>
    response.redirect(303, `/admin/sign-in?sign-on=${why}`);

  router.get('/sign-on', async (request, response) => {
    if (!signOn) return response.redirect(303, '/admin/sign-in');
    await countOrRefuse(byNetwork, clientNetwork(request));
    response.setHeader('Cache-Control', 'no-store');
    const next = inside(textOf(request.query, 'next'));
    const url = await beginSignOn(setting, signOn, response, { next, linksFor: null });
    return url === null ? backToDoor(response, 'down') : response.redirect(303, url);
  });

  const signIn = async (request: Request, response: Response, provider: SignOnProvider, proved: Proved) => {
    const where = whereaboutsOf(request);
    const mail = await readStaffMail(setting);
    const outcome = await signInThrough(db, mail, { provider, proof: proved.proof, where });
    switch (outcome.kind) {
      case 'refused':
        return backToDoor(response, outcome.why);
      case 'second-factor':
        await setting.ring('deliver-urgent');
        staffStepCookie.set(setting, response, outcome.token);
        return response.redirect(303, `/admin/sign-in/second?next=${encodeURIComponent(proved.next)}`);
      case 'signed-in':
        await setting.ring('deliver-urgent');
        staffCookie.set(setting, response, outcome.token);
        return response.redirect(303, proved.next);
      default:
        return outcome satisfies never;
    }
  };

  /** Whoever gave their password and left to link their account has to be the one who is signed in still. */
  const link = async (request: Request, response: Response, provider: SignOnProvider, proved: Proved) => {
    const session = await findSession(db, staffCookie.read(setting, request) ?? '');
    const mail = await readStaffMail(setting);
    if (!mail || session?.staff.publicId !== proved.linksFor) return backToDoor(response, 'old');
    const { staff, hasProviderFactor } = session;
    const outcome = await linkSignOn(db, mail, { staff, provider, proof: proved.proof });
    if (outcome !== 'linked') return response.redirect(303, `/admin/account?sign-on=${outcome}`);
    await setting.ring('deliver-urgent');
    const token = await beginSession(db, staff.id, whereaboutsOf(request), hasProviderFactor);
    staffCookie.set(setting, response, token);
    return response.redirect(303, '/admin/account?done=linked');
  };

  router.get('/sign-on/back', async (request, response) => {
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    await countOrRefuse(byNetwork, clientNetwork(request));
    const token = signOnCookie.read(setting, request) ?? '';
    signOnCookie.clear(setting, response);
    const attempt = await takeAttempt(db, keys, { token, now: clock() });
    if (!signOn || !attempt) return backToDoor(response, 'old');
    const { search } = new URL(request.originalUrl, setting.publicUrl);
    const outcome = await signOn.comeBack(new URL(`${returnUrl(setting)}${search}`), attempt.checks);
    if (outcome.kind !== 'proved') {
      if (outcome.kind !== 'declined') log.warn({ cause: outcome.cause }, `sign-on: ${outcome.kind}`);
      return attempt.linksFor === null
        ? backToDoor(response, outcome.kind)
        : response.redirect(303, `/admin/account?sign-on=${outcome.kind}`);
    }
    const proved = { ...attempt, proof: outcome.proof };
    return attempt.linksFor === null
      ? signIn(request, response, signOn, proved)
      : link(request, response, signOn, proved);
  });
  return router;
}

type Proved = Attempt & { readonly proof: Proof };
