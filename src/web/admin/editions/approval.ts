import { type RequestHandler, type Router, Router as createRouter } from 'express';
import { ApprovalPage } from '../../../../templates/pages/admin/editions/approval-page.tsx';
import {
  type ApprovalOutcome,
  type Approver,
  approveEdition,
  checkApproval,
  giveBack,
  handIn,
  isOwnText,
} from '../../../editions/approval.ts';
import { checkEdition } from '../../../editions/check-edition.ts';
import { findEdition, isOpenForChange } from '../../../editions/editions.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { authorOf, may, sessionOf } from '../staff-door.ts';
import { checkLine, readInboxRow } from './composer-view.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';

const notices: Readonly<Record<string, string>> = {
  'hand-in': 'Handed in. Somebody else can approve it now.',
  approve: 'Approved. It can be sent as it stands.',
  'give-back': 'Given back: it is a draft like any other again.',
  'no-change': 'It had changed meanwhile; this is how it stands now.',
  changed: 'Somebody changed the text meanwhile. Read it again.',
  'own-text': 'You wrote it or handed it in: somebody else has to approve it.',
};

/** Handing in, approving and giving back: two people for one edition. */
export function createApprovalRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  router.get('/:id/approval', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const path = editionPath(edition.publicId);
    const newsletter = await findNewsletter(db, { id: edition.newsletterId });
    if (!newsletter?.needsApproval || !isOpenForChange(edition)) return response.redirect(303, path);
    const { staff } = sessionOf(response);
    const publication = await readPublication(db);
    const [site, inbox, checks, approval] = await Promise.all([
      readAdminSite(setting, response),
      readInboxRow(setting, edition, publication),
      checkEdition(db, publicUrl, edition),
      checkApproval(db, publicUrl, edition),
    ]);
    const moment = (by: string | null, at: Date | null) =>
      by === null || at === null ? null : { by, at: clockMoment(at, publication) };
    const overtaken = approval.find(({ code }) => code === 'approval-overtaken');
    const page = ApprovalPage({
      site,
      path,
      subject: edition.subject,
      newsletter: newsletter.name,
      version: edition.version,
      handedIn: moment(edition.handedInBy, edition.handedInAt),
      approved: moment(edition.approvedBy, edition.approvedAt),
      overtaken: overtaken?.message ?? null,
      inbox,
      src: `${path}/preview.html`,
      checks: checks.map(checkLine),
      mayHandIn: mayRole(staff.role, 'compose'),
      mayApprove: mayRole(staff.role, 'send'),
      isOwn: isOwnText(edition, staff.id),
      notice: notices[textOf(request.query, 'done')],
    });
    return sendPage(response, page);
  });

  type Of = { readonly publicId: string; readonly version: number };

  const act =
    (name: string, words: string, doIt: (of: Of, by: Approver) => Promise<ApprovalOutcome>): RequestHandler =>
    async (request, response, next) => {
      const publicId = idOf(request);
      const by = authorOf(response);
      const { kind } = await doIt({ publicId, version: Number(textOf(request.body, 'version')) }, by);
      if (kind === 'missing') return next();
      if (kind === 'done')
        await recordAct(db, { actor: by.name, action: words, object: editionObject(publicId) });
      const done = kind === 'done' ? name : kind;
      return response.redirect(303, `${editionPath(publicId)}/approval?done=${done}`);
    };

  router.post(
    '/:id/hand-in',
    may('compose'),
    act('hand-in', 'handed an edition in', (of, by) => handIn(db, of, by)),
  );
  router.post(
    '/:id/approve',
    may('send'),
    act('approve', 'approved an edition', (of, by) => approveEdition(db, publicUrl, of, by)),
  );
  router.post(
    '/:id/give-back',
    may('send'),
    act('give-back', 'gave an edition back', (of) => giveBack(db, of)),
  );
  return router;
}
