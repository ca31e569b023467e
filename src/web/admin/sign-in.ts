import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { DoorMessagePage, SignInPage } from '../../../templates/pages/admin/door-pages.tsx';
import { SecondStepPage } from '../../../templates/pages/admin/password-pages.tsx';
import { parseAddress } from '../../delivery/address.ts';
import { askForPasskey, takePasskey } from '../../staff/factors/passkeys.ts';
import { enter, findSignInStep, finishSignIn, signIn } from '../../staff/sign-in.ts';
import { isBoundToSignOn } from '../../staff/sign-on/rules.ts';
import { clientNetwork } from '../client-network.ts';
import { textOf } from '../form-body.ts';
import { isFromElsewhere } from '../from-elsewhere.ts';
import { countOrRefuse } from '../limited.ts';
import { sendPage } from '../send-page.ts';
import { staffCookie, staffStepCookie } from '../session-cookie.ts';
import type { WebSetting } from '../web-setting.ts';
import { readDoorSite } from './door-site.ts';
import { inside } from './inside.ts';
import { passkeyScriptOf, readPasskeySite } from './passkey-site.ts';
import { signOnWords } from './sign-on-words.ts';
import { whereaboutsOf } from './whereabouts.ts';

const notices: Readonly<Record<string, string>> = {
  password: 'Your password is changed. Sign in with it.',
  again: 'That took too long, or too many tries. Begin anew with your password.',
};

type Shown = {
  readonly next: string;
  readonly address?: string;
  readonly message?: string;
  readonly notice?: string | undefined;
  /** What went wrong on the way through the provider. */
  readonly why?: string | undefined;
};

/** Signing in, slowed by network and by account so that nothing is guessed: password, second factor, passkey. */
export function createSignInRouter(setting: WebSetting): Router {
  const { db, keys, clock, limits, signOn } = setting;
  const router = createRouter();
  const byNetwork = limits.create('sign-in-network', 30, 900);
  const byAddress = limits.create('sign-in-address', 10, 900);
  const byAccount = limits.create('second-factor', 10, 900);
  const askedByNetwork = limits.create('passkey-network', 60, 900);

  const sendSignIn = async (response: Response, { message, why, ...shown }: Shown): Promise<void> => {
    const problems = message === undefined ? [] : [{ field: 'address', message }];
    const page = SignInPage({
      ...shown,
      site: await readDoorSite(setting),
      problems,
      warning: signOn && why !== undefined ? signOnWords(signOn.name, why) : undefined,
      signOn: signOn?.name ?? null,
      passkeyScript: passkeyScriptOf(setting),
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const letIn = (request: Request, response: Response, token: string, next: string): void => {
    staffCookie.set(setting, response, token);
    if (staffStepCookie.read(setting, request) !== null) staffStepCookie.clear(setting, response);
    response.redirect(303, next);
  };

  /** A sign-in that another site sends would put somebody into an account that is not theirs. */
  router.post('/sign-in{/*rest}', async (request, response, next) => {
    if (!isFromElsewhere(setting, request)) return next();
    const sentence = 'It came from another page. Nothing was done; please sign in here.';
    const link = { href: '/admin/sign-in', text: 'Sign in' };
    const site = await readDoorSite(setting);
    return sendPage(
      response,
      DoorMessagePage({ site, title: 'This form was not ours', sentence, link }),
      403,
    );
  });

  router.get('/sign-in', (request, response) =>
    sendSignIn(response, {
      next: inside(textOf(request.query, 'next')),
      notice: notices[textOf(request.query, 'done')],
      why: textOf(request.query, 'sign-on'),
    }),
  );

  router.post('/sign-in', async (request, response) => {
    const address = textOf(request.body, 'address').slice(0, 320);
    const next = inside(textOf(request.body, 'next'));
    await countOrRefuse(byNetwork, clientNetwork(request));
    await countOrRefuse(byAddress, parseAddress(address)?.key ?? 'none');
    const password = textOf(request.body, 'password').slice(0, 1000);
    const hasSignOn = signOn !== undefined;
    const outcome = await signIn(db, { address, password, where: whereaboutsOf(request), hasSignOn });
    switch (outcome.kind) {
      case 'sign-on-only':
        return sendSignIn(response, { next, address, why: 'only' });
      case 'refused':
        return sendSignIn(response, { next, address, message: 'Address and password do not fit together' });
      case 'second-factor':
        staffStepCookie.set(setting, response, outcome.token);
        return response.redirect(303, `/admin/sign-in/second?next=${encodeURIComponent(next)}`);
      case 'signed-in':
        return letIn(request, response, outcome.token, next);
      default:
        return outcome satisfies never;
    }
  });

  /** The second half, for whoever has shown the right password a moment ago. */
  const sendSecond = async (
    request: Request,
    response: Response,
    { next, message }: Shown,
  ): Promise<void> => {
    const step = await findSignInStep(db, staffStepCookie.read(setting, request) ?? '');
    if (!step) return response.redirect(303, '/admin/sign-in?done=again');
    const { hasApp, passkeys } = step.factors;
    const problems = message === undefined ? [] : [{ field: 'code', message }];
    const passkeyScript = passkeys > 0 ? passkeyScriptOf(setting) : null;
    const site = await readDoorSite(setting);
    return sendPage(
      response,
      SecondStepPage({ site, next, problems, hasApp, passkeyScript }),
      problems.length > 0 ? 422 : 200,
    );
  };

  router.get('/sign-in/second', (request, response) =>
    sendSecond(request, response, { next: inside(textOf(request.query, 'next')) }),
  );

  router.post('/sign-in/second', async (request, response) => {
    const next = inside(textOf(request.body, 'next'));
    const token = staffStepCookie.read(setting, request) ?? '';
    await countOrRefuse(byNetwork, clientNetwork(request));
    const step = await findSignInStep(db, token);
    // Whoever knows the password begins anew as often as they like: codes are counted by the account.
    if (step) await countOrRefuse(byAccount, step.staff.publicId);
    const code = textOf(request.body, 'code').slice(0, 100);
    const outcome = await finishSignIn(db, keys, {
      token,
      code,
      now: clock(),
      where: whereaboutsOf(request),
    });
    switch (outcome.kind) {
      case 'signed-in':
        return letIn(request, response, outcome.token, next);
      case 'wrong-code': {
        const message = 'This code is wrong, or was used already. Wait for the next one.';
        return sendSecond(request, response, { next, message });
      }
      case 'closed':
        return response.redirect(303, '/admin/sign-in?done=again');
      default:
        return outcome satisfies never;
    }
  });

  router.get('/sign-in/passkey/options', async (request, response) => {
    await countOrRefuse(askedByNetwork, clientNetwork(request));
    response.setHeader('Cache-Control', 'no-store');
    response.json(await askForPasskey(await readPasskeySite(setting), clock()));
  });

  router.post('/sign-in/passkey', async (request, response) => {
    const next = inside(textOf(request.body, 'next'));
    await countOrRefuse(byNetwork, clientNetwork(request));
    const taken = await takePasskey(db, await readPasskeySite(setting), {
      answer: textOf(request.body, 'answer'),
      challenge: textOf(request.body, 'challenge'),
      now: clock(),
    });
    if (!taken) {
      const message = 'This passkey opens nothing here. Try again, or sign in with your password.';
      return sendSignIn(response, { next, message });
    }
    if (signOn && (await isBoundToSignOn(db, taken.staff.role)))
      return sendSignIn(response, { next, why: 'only' });
    const how = ` with the passkey ${taken.passkey}`;
    return letIn(request, response, await enter(db, taken.staff, whereaboutsOf(request), how), next);
  });
  return router;
}
