import { type Response, type Router, Router as createRouter } from 'express';
import { DoorMessagePage } from '../../../templates/pages/admin/door-pages.tsx';
import {
  AskPasswordPage,
  InvitationPage,
  NewPasswordPage,
} from '../../../templates/pages/admin/password-pages.tsx';
import { parseAddress } from '../../delivery/address.ts';
import { type Invitation, findInvitation, takeInvitation } from '../../staff/invitations.ts';
import { askForPassword, findPasswordLink, setPasswordByLink } from '../../staff/new-password.ts';
import type { StaffProblem } from '../../staff/accounts.ts';
import { rolePhrase } from '../../staff/roles.ts';
import { beginSession } from '../../staff/sessions.ts';
import { isBoundToSignOn } from '../../staff/sign-on/rules.ts';
import { clientNetwork } from '../client-network.ts';
import { inEvenTime } from '../even-time.ts';
import { textOf } from '../form-body.ts';
import { countOrRefuse } from '../limited.ts';
import { sendPage } from '../send-page.ts';
import { staffCookie } from '../session-cookie.ts';
import type { WebSetting } from '../web-setting.ts';
import { readDoorSite } from './door-site.ts';
import { readPasswordCheck } from './password-check.ts';
import { readStaffMail } from './staff-mail.ts';
import { whereaboutsOf } from './whereabouts.ts';

const words = {
  asked: {
    title: 'Look into your mail',
    sentence:
      'If there is an account with this address, a link for a new password is on its way to it. The link is good for an hour.',
    link: { href: '/admin/sign-in', text: 'Back to the door' },
  },
  invitation: {
    title: 'This invitation is closed',
    sentence:
      'It was taken, was taken back, or is older than seven days. Ask the owner of the newsroom for another one.',
    link: { href: '/admin/sign-in', text: 'Sign in' },
  },
  password: {
    title: 'This link is closed',
    sentence: 'It was used, is older than an hour, or a later mail has a newer one.',
    link: { href: '/admin/password', text: 'Mail me another link' },
  },
};

/** The ways in that come by mail: an invitation, and a link for whoever has forgotten their password. */
export function createWaysInRouter(setting: WebSetting): Router {
  const { db, ring, limits, signOn } = setting;
  const router = createRouter();
  const byNetwork = limits.create('staff-link-network', 30, 900);
  const askedByNetwork = limits.create('password-network', 10, 3600);
  const askedByAddress = limits.create('password-address', 3, 3600);

  const explain = async (response: Response, kind: keyof typeof words, status: number) => {
    sendPage(response, DoorMessagePage({ site: await readDoorSite(setting), ...words[kind] }), status);
  };

  router.use(['/invitation/:token', '/password/:token'], (_request, response, next) => {
    response.setHeader('Referrer-Policy', 'no-referrer');
    next();
  });

  const sendInvitation = async (
    response: Response,
    {
      invitation,
      token,
      name,
      problems,
    }: {
      readonly invitation: Invitation;
      readonly token: string;
      readonly name: string;
      readonly problems: readonly StaffProblem[];
    },
  ) => {
    const page = InvitationPage({
      site: await readDoorSite(setting),
      action: `/admin/invitation/${token}`,
      name,
      address: invitation.address,
      role: rolePhrase(invitation.role),
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  /** Where staff have to come in through the provider, a link by mail makes no password. */
  const leadsToProvider = async (invitation: Invitation | null): Promise<boolean> =>
    signOn !== undefined && invitation !== null && (await isBoundToSignOn(db, invitation.role));
  const sendToProvider = async (response: Response) => {
    const sentence = `In this newsroom you come in through ${signOn?.name}. It has to know you by the address this invitation was sent to.`;
    const link = { href: '/admin/sign-on', text: `Sign in with ${signOn?.name}` };
    const site = await readDoorSite(setting);
    sendPage(response, DoorMessagePage({ site, title: 'Welcome to the newsroom', sentence, link }));
  };

  router.get('/invitation/:token', async (request, response) => {
    const { token } = request.params;
    const invitation = await findInvitation(db, token);
    if (!invitation) return explain(response, 'invitation', 404);
    if (await leadsToProvider(invitation)) return sendToProvider(response);
    return sendInvitation(response, { invitation, token, name: invitation.name, problems: [] });
  });

  router.post('/invitation/:token', async (request, response) => {
    const { token } = request.params;
    await countOrRefuse(byNetwork, clientNetwork(request));
    const invitation = await findInvitation(db, token);
    if (await leadsToProvider(invitation)) return sendToProvider(response);
    const name = textOf(request.body, 'name');
    const password = textOf(request.body, 'password');
    const check = await readPasswordCheck(setting);
    const outcome = await takeInvitation(db, token, { name, password }, check);
    if (outcome.kind === 'closed' || !invitation) return explain(response, 'invitation', 404);
    if (outcome.kind === 'refused')
      return sendInvitation(response, { invitation, token, name, problems: outcome.problems });
    staffCookie.set(setting, response, await beginSession(db, outcome.staff.id, whereaboutsOf(request)));
    return response.redirect(303, '/admin');
  });

  router.get('/password', async (_request, response) => {
    sendPage(response, AskPasswordPage({ site: await readDoorSite(setting), problems: [] }));
  });

  /** The same answer in the same time, whether the address is known or not. */
  router.post('/password', async (request, response) => {
    const address = parseAddress(textOf(request.body, 'address').slice(0, 320));
    if (!address) {
      const problems = [{ field: 'address', message: 'Please give one e-mail address' }];
      const site = await readDoorSite(setting);
      return sendPage(response, AskPasswordPage({ site, problems }), 422);
    }
    await countOrRefuse(askedByNetwork, clientNetwork(request));
    await countOrRefuse(askedByAddress, address.key);
    await inEvenTime(async () => {
      const mail = await readStaffMail(setting);
      if (mail) await askForPassword(db, mail, address.address);
      await ring('deliver-urgent');
    });
    return explain(response, 'asked', 200);
  });

  const sendNewPassword = async (response: Response, token: string, message: string | null) => {
    const problems = message === null ? [] : [{ field: 'password', message }];
    const site = await readDoorSite(setting);
    const page = NewPasswordPage({ site, action: `/admin/password/${token}`, problems });
    sendPage(response, page, message === null ? 200 : 422);
  };

  router.get('/password/:token', async (request, response) => {
    const { token } = request.params;
    if (!(await findPasswordLink(db, token))) return explain(response, 'password', 404);
    return sendNewPassword(response, token, null);
  });

  router.post('/password/:token', async (request, response) => {
    const { token } = request.params;
    await countOrRefuse(byNetwork, clientNetwork(request));
    const password = textOf(request.body, 'password');
    const check = await readPasswordCheck(setting);
    const outcome = await setPasswordByLink(db, await readStaffMail(setting), { token, password, check });
    switch (outcome.kind) {
      case 'closed':
        return explain(response, 'password', 404);
      case 'refused':
        return sendNewPassword(response, token, outcome.message);
      case 'changed':
        await ring('deliver-urgent');
        staffCookie.clear(setting, response);
        return response.redirect(303, '/admin/sign-in?done=password');
      default:
        return outcome satisfies never;
    }
  });
  return router;
}
