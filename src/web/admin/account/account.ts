import { type Response, type Router, Router as createRouter } from 'express';
import { AccountPage } from '../../../../templates/pages/admin/account/account-page.tsx';
import { readPublication } from '../../../newsletters/publication.ts';
import { countOwnKeys } from '../../../staff/api-keys.ts';
import { recordAct } from '../../../staff/audit.ts';
import { readFactors } from '../../../staff/factors/factors.ts';
import { listPasskeys, mayUsePasskeys } from '../../../staff/factors/passkeys.ts';
import { endOtherSessions, endOwnSession, listSessions } from '../../../staff/sessions.ts';
import { readSignOn } from '../../../staff/sign-on/links.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { signOnWords } from '../sign-on-words.ts';
import { sessionOf } from '../staff-door.ts';
import { createAppRouter } from './app.ts';
import { createOwnDoor } from './own-door.ts';
import { createPasskeysRouter } from './passkeys.ts';
import { createOwnPasswordRouter } from './password.ts';
import { createOwnSignOnRouter } from './sign-on.ts';

const notices: Readonly<Record<string, string>> = {
  password: 'Your password is changed. All other sessions have ended.',
  app: 'The authenticator app is set up. All other sessions have ended.',
  'app-removed': 'The authenticator app is removed. All other sessions have ended.',
  passkey: 'The passkey is added. All other sessions have ended.',
  'passkey-removed': 'The passkey is removed. All other sessions have ended.',
  linked: 'Your account is linked. All other sessions have ended.',
  unlinked: 'The link is removed. All other sessions have ended.',
  renamed: 'The passkey has its new name.',
  ended: 'That session has ended.',
  others: 'All other sessions have ended.',
};

/** One's own account: how one comes in, and where one is signed in. Open to every role. */
export function createAccountRouter(setting: WebSetting): Router {
  const { db, signOn } = setting;
  const router = createRouter();

  const sendAccount = async (response: Response, done: string, why: string): Promise<void> => {
    const { staff, tokenHash, owesFactor } = sessionOf(response);
    const [site, publication, factors, passkeys, sessions, keys, { link, hasPassword }] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      readFactors(db, staff.id),
      listPasskeys(db, staff.id),
      listSessions(db, staff.id),
      countOwnKeys(db, staff.id),
      readSignOn(db, staff.id),
    ]);
    const page = AccountPage({
      site,
      address: staff.address,
      hasApp: factors.hasApp,
      recoveryCodes: factors.recoveryCodes,
      passkeys: passkeys.map(({ publicId, name, createdAt, lastUsedAt }) => ({
        id: publicId,
        name,
        createdAt: recordMoment(createdAt, publication),
        lastUsedAt: lastUsedAt && recordMoment(lastUsedAt, publication),
      })),
      mayUsePasskeys: mayUsePasskeys(setting.publicUrl),
      sessions: sessions.map((session) => ({
        id: session.publicId,
        program: session.program ?? 'A browser',
        network: session.network,
        since: recordMoment(session.createdAt, publication),
        seenAt: recordMoment(session.seenAt, publication),
        isOwn: session.tokenHash === tokenHash,
      })),
      keys,
      hasPassword,
      signOn: signOn
        ? { name: signOn.name, linkedAt: link && recordMoment(link.linkedAt, publication) }
        : null,
      owesFactor,
      warning: signOn && signOnWords(signOn.name, why),
      notice: notices[done],
    });
    sendPage(response, page);
  };

  router.get('/', (request, response) =>
    sendAccount(response, textOf(request.query, 'done'), textOf(request.query, 'sign-on')),
  );

  router.post('/sessions/end', async (request, response) => {
    const { staff } = sessionOf(response);
    const isEnded = await db.transaction().execute(async (tx) => {
      const isDone = await endOwnSession(tx, staff.id, textOf(request.body, 'id'));
      const object = `staff ${staff.publicId}`;
      if (isDone) await recordAct(tx, { actor: staff.name, action: 'ended a session of their own', object });
      return isDone;
    });
    response.redirect(303, `/admin/account${isEnded ? '?done=ended' : ''}`);
  });

  router.post('/sessions/end-others', async (_request, response) => {
    const { staff, tokenHash } = sessionOf(response);
    await db.transaction().execute(async (tx) => {
      const sessions = await endOtherSessions(tx, staff.id, tokenHash);
      const action = 'ended all their other sessions';
      const object = `staff ${staff.publicId}`;
      await recordAct(tx, { actor: staff.name, action, object, details: { sessions } });
    });
    response.redirect(303, '/admin/account?done=others');
  });

  const door = createOwnDoor(setting);
  router.use('/password', createOwnPasswordRouter(setting, door));
  router.use(createAppRouter(setting, door));
  router.use('/passkeys', createPasskeysRouter(setting, door));
  router.use('/sign-on', createOwnSignOnRouter(setting, door));
  return router;
}
