import { type Response, type Router, Router as createRouter } from 'express';
import { StaffPage, type StaffPageProps } from '../../../templates/pages/admin/staff-page.tsx';
import { addStaff, endStaff, findStaffProblems, listStaff } from '../../staff/accounts.ts';
import { recordAct } from '../../staff/audit.ts';
import { roles } from '../../staff/roles.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { sessionOf } from './staff-door.ts';

const notices: Readonly<Record<string, string>> = {
  added: 'The account is made: they can sign in now.',
  ended: 'The account has ended, and its sessions with it.',
};

type Shown = Partial<Pick<StaffPageProps, 'draft' | 'problems' | 'notice'>>;

/** Who has an account. */
export function createStaffRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const sendStaff = async (response: Response, shown: Shown): Promise<void> => {
    const { draft = { name: '', address: '', role: 'editor' }, problems = [], notice } = shown;
    const [site, staff] = await Promise.all([readAdminSite(setting, response), listStaff(db)]);
    const rows = staff.map(({ publicId, name, address, role }) => ({ id: publicId, name, address, role }));
    sendPage(response, StaffPage({ site, rows, draft, notice, problems }), problems.length > 0 ? 422 : 200);
  };

  router.get('/', (request, response) =>
    sendStaff(response, { notice: notices[textOf(request.query, 'done')] }),
  );

  router.post('/', async (request, response) => {
    const draft = {
      name: textOf(request.body, 'name'),
      address: textOf(request.body, 'address'),
      role: textOf(request.body, 'role'),
    };
    const role = roles.find((each) => each === draft.role);
    const password = textOf(request.body, 'password');
    if (!role) {
      const problems = [
        ...findStaffProblems({ ...draft, password }),
        { field: 'role', message: 'Please choose a role' },
      ];
      return sendStaff(response, { draft, problems });
    }
    const actor = sessionOf(response).staff.name;
    const outcome = await db.transaction().execute(async (tx) => {
      const added = await addStaff(tx, { ...draft, role, password });
      if (added.kind === 'refused') return added;
      const action = `made an account with the role ${role}`;
      await recordAct(tx, { actor, action, object: `staff ${added.staff.publicId}` });
      return added;
    });
    if (outcome.kind === 'refused') return sendStaff(response, { draft, problems: outcome.problems });
    return response.redirect(303, '/admin/settings/staff?done=added');
  });

  router.post('/end', async (request, response) => {
    const actor = sessionOf(response).staff.name;
    const isEnded = await db.transaction().execute(async (tx) => {
      const ended = await endStaff(tx, textOf(request.body, 'id'));
      if (!ended) return false;
      await recordAct(tx, {
        actor,
        action: `ended the account of ${ended.name}`,
        object: `staff ${ended.publicId}`,
      });
      return true;
    });
    response.redirect(303, `/admin/settings/staff${isEnded ? '?done=ended' : ''}`);
  });
  return router;
}
