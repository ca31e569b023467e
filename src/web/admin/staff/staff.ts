import { type Response, type Router, Router as createRouter } from 'express';
import { StaffPage, type StaffPageProps } from '../../../../templates/pages/admin/staff/staff-page.tsx';
import { readPublication } from '../../../newsletters/publication.ts';
import { findPersonProblems, listAccounts } from '../../../staff/accounts.ts';
import { recordAct } from '../../../staff/audit.ts';
import { demandSecondFactor, demandsSecondFactor } from '../../../staff/factors/demand.ts';
import { inviteStaff, listInvitations, takeBackInvitation } from '../../../staff/invitations.ts';
import { isRole } from '../../../staff/roles.ts';
import { readSignOnRules, saveSignOnRules } from '../../../staff/sign-on/rules.ts';
import { textOf } from '../../form-body.ts';
import { countOrRefuse } from '../../limited.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { sessionOf } from '../staff-door.ts';
import { readStaffMail } from '../staff-mail.ts';
import { createPersonRouter } from './person.ts';

const notices: Readonly<Record<string, string>> = {
  invited: 'The invitation is on its way. It is good for seven days.',
  'taken-back': 'Taken back: the link opens nothing any more.',
  rules: 'Saved. Who has no second factor is told by mail.',
  'sign-on': 'Saved. It holds from the next sign-in.',
};

type Shown = Partial<Pick<StaffPageProps, 'draft' | 'problems' | 'notice'>>;

/** Who has an account, who is invited, and what is asked of all. */
export function createStaffRouter(setting: WebSetting): Router {
  const { db, clock, ring, signOn } = setting;
  const router = createRouter();
  const limit = setting.limits.create('invitations', 30, 3600);

  const sendStaff = async (response: Response, shown: Shown): Promise<void> => {
    const { draft = { name: '', address: '', role: 'editor' }, problems = [], notice } = shown;
    const [site, publication, staff, invitations, demands, signOnRules] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listAccounts(db),
      listInvitations(db),
      demandsSecondFactor(db),
      readSignOnRules(db),
    ]);
    const page = StaffPage({
      site,
      rows: staff.map(({ publicId, endedAt, seenAt, ...line }) => ({
        id: publicId,
        name: line.name,
        address: line.address,
        role: line.role,
        hasSecondFactor: line.hasSecondFactor,
        hasEnded: endedAt !== null,
        seenAt: seenAt && recordMoment(seenAt, publication),
      })),
      invitations: invitations.map(({ publicId, name, address, role, expiresAt }) => ({
        id: publicId,
        name,
        address,
        role,
        until: recordMoment(expiresAt, publication),
        isOver: expiresAt <= clock(),
      })),
      demandsSecondFactor: demands,
      signOn: signOn ? { name: signOn.name, ...signOnRules } : null,
      draft,
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
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
    const { role } = draft;
    if (!isRole(role)) {
      const problems = [...findPersonProblems(draft), { field: 'role', message: 'Please choose a role' }];
      return sendStaff(response, { draft, problems });
    }
    const actor = sessionOf(response).staff;
    await countOrRefuse(limit, actor.publicId);
    const mail = await readStaffMail(setting);
    if (!mail) return response.redirect(303, '/admin/settings');
    const outcome = await inviteStaff(db, mail, { ...draft, role, actor });
    if (outcome.kind === 'refused') return sendStaff(response, { draft, problems: outcome.problems });
    await ring('deliver-urgent');
    return response.redirect(303, '/admin/settings/staff?done=invited');
  });

  router.post('/take-back', async (request, response) => {
    const isDone = await takeBackInvitation(db, textOf(request.body, 'id'), sessionOf(response).staff);
    response.redirect(303, `/admin/settings/staff${isDone ? '?done=taken-back' : ''}`);
  });

  router.post('/rules', async (request, response) => {
    const demands = textOf(request.body, 'demandsSecondFactor') === 'yes';
    const actor = sessionOf(response).staff;
    await demandSecondFactor(db, await readStaffMail(setting), { demands, actor });
    await ring('deliver-urgent');
    response.redirect(303, '/admin/settings/staff?done=rules');
  });

  router.post('/sign-on', async (request, response) => {
    const rules = {
      trustsFactor: textOf(request.body, 'trustsFactor') === 'yes',
      demandsSignOn: textOf(request.body, 'demandsSignOn') === 'yes',
    };
    await db.transaction().execute(async (tx) => {
      await saveSignOnRules(tx, rules);
      const action = `changed the rules of coming in through ${signOn?.name ?? 'the provider'}`;
      await recordAct(tx, { actor: sessionOf(response).staff.name, action, details: rules });
    });
    response.redirect(303, '/admin/settings/staff?done=sign-on');
  });

  router.use('/:id', createPersonRouter(setting));
  return router;
}
