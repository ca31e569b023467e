import { type Response, type Router, Router as createRouter } from 'express';
import { NewPasskeyPage, PasskeyPage } from '../../../../templates/pages/admin/account/account-forms.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { recordAct } from '../../../staff/audit.ts';
import { removePasskey } from '../../../staff/factors/change-factors.ts';
import {
  addPasskey,
  askForNewPasskey,
  listPasskeys,
  renamePasskey,
} from '../../../staff/factors/passkeys.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { passkeyScriptOf, readPasskeySite } from '../passkey-site.ts';
import { sessionOf } from '../staff-door.ts';
import type { OwnDoor } from './own-door.ts';

const nameProblems = (name: string): readonly FieldProblem[] =>
  name === '' || name.length > 40 || /\p{Cc}/u.test(name)
    ? [{ field: 'name', message: 'Please give it a name of at most 40 characters' }]
    : [];

/** The passkeys of one's own account. */
export function createPasskeysRouter(setting: WebSetting, door: OwnDoor): Router {
  const { db, clock } = setting;
  const router = createRouter();

  const sendNew = async (response: Response, name: string, problems: readonly FieldProblem[]) => {
    const script = passkeyScriptOf(setting);
    if (script === null) return response.redirect(303, '/admin/account');
    const site = await readAdminSite(setting, response);
    return sendPage(
      response,
      NewPasskeyPage({ site, name, script, problems }),
      problems.length > 0 ? 422 : 200,
    );
  };

  router.get('/new', (_request, response) => sendNew(response, '', []));

  router.get('/options', async (_request, response) => {
    const site = await readPasskeySite(setting);
    response.setHeader('Cache-Control', 'no-store');
    response.json(await askForNewPasskey(db, site, sessionOf(response).staff, clock()));
  });

  router.post('/', async (request, response) => {
    const { staff } = sessionOf(response);
    const name = textOf(request.body, 'name').trim();
    const problems = [...nameProblems(name), ...(await door.problemsOf(request, response))];
    if (problems.length > 0) return sendNew(response, name, problems);
    const outcome = await addPasskey(db, await readPasskeySite(setting), await door.readMail(), {
      staff,
      name,
      answer: textOf(request.body, 'answer'),
      challenge: textOf(request.body, 'challenge'),
      now: clock(),
    });
    if (outcome.kind === 'refused') {
      const message = 'The passkey could not be checked. Please try again';
      return sendNew(response, name, [{ field: 'name', message }]);
    }
    const what = 'The passkey is added. All other sessions have ended.';
    return door.comeBack(request, response, { done: 'passkey', what, codes: outcome.codes });
  });

  /** Found through the person who asks: another one's is not there. */
  const sendOne = async (response: Response, id: string, problems: readonly FieldProblem[]) => {
    const passkeys = await listPasskeys(db, sessionOf(response).staff.id);
    const found = passkeys.find(({ publicId }) => publicId === id);
    if (!found) return response.redirect(303, '/admin/account');
    const site = await readAdminSite(setting, response);
    const passkey = { id, name: found.name };
    return sendPage(response, PasskeyPage({ site, passkey, problems }), problems.length > 0 ? 422 : 200);
  };

  router.get('/:id', (request, response) => sendOne(response, request.params.id, []));

  router.post('/:id/name', async (request, response) => {
    const { staff } = sessionOf(response);
    const publicId = request.params.id;
    const name = textOf(request.body, 'name').trim();
    const problems = nameProblems(name);
    if (problems.length > 0) return sendOne(response, publicId, problems);
    const isDone = await db.transaction().execute(async (tx) => {
      const isRenamed = await renamePasskey(tx, { staffId: staff.id, publicId, name });
      const object = `staff ${staff.publicId}`;
      if (isRenamed) await recordAct(tx, { actor: staff.name, action: `named a passkey ${name}`, object });
      return isRenamed;
    });
    return response.redirect(303, `/admin/account${isDone ? '?done=renamed' : ''}`);
  });

  router.post('/:id/remove', async (request, response) => {
    const publicId = request.params.id;
    const problems = await door.problemsOf(request, response);
    if (problems.length > 0) return sendOne(response, publicId, problems);
    const { staff } = sessionOf(response);
    const isRemoved = await removePasskey(db, await door.readMail(), staff, publicId);
    if (!isRemoved) return response.redirect(303, '/admin/account');
    return door.comeBack(request, response, { done: 'passkey-removed', what: '', codes: null });
  });
  return router;
}
