import { type Response, type Router, Router as createRouter } from 'express';
import { PersonPage } from '../../../../templates/pages/admin/staff/person-page.tsx';
import { readPublication } from '../../../newsletters/publication.ts';
import { listAccounts } from '../../../staff/accounts.ts';
import {
  type AccountChange,
  changeRole,
  endStaff,
  reopenStaff,
  takeFactors,
} from '../../../staff/change-account.ts';
import { askForPassword } from '../../../staff/new-password.ts';
import { isRole } from '../../../staff/roles.ts';
import { readSignOn, unlinkSignOn } from '../../../staff/sign-on/links.ts';
import { textOf } from '../../form-body.ts';
import { countOrRefuse } from '../../limited.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { sessionOf } from '../staff-door.ts';
import { readStaffMail } from '../staff-mail.ts';

const notices: Readonly<Record<string, string>> = {
  role: 'The role is changed. Sessions and API keys of the old one have ended.',
  end: 'The account has ended, and its sessions and API keys with it.',
  reopen: 'The account is open again.',
  factors: 'The second factor is removed. They were told by mail.',
  'sign-on': 'The link is removed, and their sessions and API keys have ended. They were told by mail.',
  password: 'A link for a new password is on its way to them.',
};

const lastOwner =
  'This is the only owner. Make somebody else an owner first: a newsroom without one cannot be looked after.';

/** One person on the staff. */
export function createPersonRouter(setting: WebSetting): Router {
  const { db, ring, signOn } = setting;
  const router = createRouter({ mergeParams: true });
  const limit = setting.limits.create('password-for-staff', 10, 3600);
  const idOf = (params: object): string => String(Reflect.get(params, 'id') ?? '');

  const sendPerson = async (
    response: Response,
    id: string,
    { notice, message }: { readonly notice?: string | undefined; readonly message?: string },
  ): Promise<void> => {
    const [site, publication, staff] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listAccounts(db),
    ]);
    const found = staff.find(({ publicId }) => publicId === id);
    if (!found) return response.redirect(303, '/admin/settings/staff');
    const { link } = await readSignOn(db, found.id);
    const person = {
      id,
      signOn: link && (signOn?.name ?? new URL(link.issuer).hostname),
      name: found.name,
      address: found.address,
      role: found.role,
      hasSecondFactor: found.hasSecondFactor,
      hasEnded: found.endedAt !== null,
      seenAt: found.seenAt && recordMoment(found.seenAt, publication),
      trailHref: `/admin/settings/trail?who=${encodeURIComponent(found.name)}`,
    };
    const problems = message === undefined ? [] : [{ field: 'role', message }];
    return sendPage(
      response,
      PersonPage({ site, person, notice, problems }),
      problems.length > 0 ? 422 : 200,
    );
  };

  const answer = async (response: Response, id: string, act: string, change: AccountChange) => {
    if (change.kind === 'last-owner') return sendPerson(response, id, { message: lastOwner });
    if (change.kind === 'changed') await ring('deliver-urgent');
    const done = change.kind === 'changed' ? `?done=${act}` : '';
    return response.redirect(303, `/admin/settings/staff/${encodeURIComponent(id)}${done}`);
  };

  router.get('/', (request, response) =>
    sendPerson(response, idOf(request.params), { notice: notices[textOf(request.query, 'done')] }),
  );

  router.post('/role', async (request, response) => {
    const publicId = idOf(request.params);
    const role = textOf(request.body, 'role');
    if (!isRole(role)) return sendPerson(response, publicId, { message: 'Please choose a role' });
    const actor = sessionOf(response).staff;
    return answer(response, publicId, 'role', await changeRole(db, { publicId, role, actor }));
  });

  router.post('/end', async (request, response) => {
    const publicId = idOf(request.params);
    const actor = sessionOf(response).staff;
    await answer(response, publicId, 'end', await endStaff(db, { publicId, actor }));
  });

  router.post('/reopen', async (request, response) => {
    const publicId = idOf(request.params);
    const actor = sessionOf(response).staff;
    await answer(response, publicId, 'reopen', await reopenStaff(db, { publicId, actor }));
  });

  router.post('/factors', async (request, response) => {
    const publicId = idOf(request.params);
    const actor = sessionOf(response).staff;
    const mail = await readStaffMail(setting);
    await answer(response, publicId, 'factors', await takeFactors(db, mail, { publicId, actor }));
  });

  router.post('/sign-on', async (request, response) => {
    const publicId = idOf(request.params);
    const [mail, staff] = await Promise.all([readStaffMail(setting), listAccounts(db)]);
    const person = staff.find((each) => each.publicId === publicId);
    if (!mail || !person) return response.redirect(303, '/admin/settings/staff');
    const { link } = await readSignOn(db, person.id);
    const name = signOn?.name ?? (link ? new URL(link.issuer).hostname : '');
    const isGone = await unlinkSignOn(db, mail, { staff: person, actor: sessionOf(response).staff, name });
    if (isGone) await ring('deliver-urgent');
    return response.redirect(303, `/admin/settings/staff/${publicId}${isGone ? '?done=sign-on' : ''}`);
  });

  router.post('/password', async (request, response) => {
    const publicId = idOf(request.params);
    await countOrRefuse(limit, publicId);
    const [mail, staff] = await Promise.all([readStaffMail(setting), listAccounts(db)]);
    const person = staff.find((each) => each.publicId === publicId && each.endedAt === null);
    if (!mail || !person) return response.redirect(303, '/admin/settings/staff');
    await askForPassword(db, mail, person.address, sessionOf(response).staff.name);
    await ring('deliver-urgent');
    return response.redirect(303, `/admin/settings/staff/${publicId}?done=password`);
  });
  return router;
}
