import type { Request, Response } from 'express';
import { RecoveryCodesPage } from '../../../../templates/pages/admin/account/account-forms.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import type { StaffMailSetting } from '../../../staff/letters.ts';
import { hasPassword } from '../../../staff/new-password.ts';
import { textOf } from '../../form-body.ts';
import { countOrRefuse } from '../../limited.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { renewSession, sessionOf } from '../staff-door.ts';
import { readStaffMail } from '../staff-mail.ts';

/** What the changes of one's own way in have in common. */
export type OwnDoor = {
  /** Counts a guess at the password of whoever is signed in. */
  readonly count: (response: Response) => Promise<void>;
  /** Asks the password again: whoever finds an open browser must not change the locks. */
  readonly problemsOf: (request: Request, response: Response) => Promise<readonly FieldProblem[]>;
  readonly readMail: () => Promise<StaffMailSetting>;
  /** Everything ended: this browser begins anew, and says what is true now, with new codes where there are some. */
  readonly comeBack: (
    request: Request,
    response: Response,
    after: { readonly done: string; readonly what: string; readonly codes: readonly string[] | null },
  ) => Promise<void>;
};

export function createOwnDoor(setting: WebSetting): OwnDoor {
  const { db, ring } = setting;
  const limit = setting.limits.create('own-password', 10, 900);
  const count = (response: Response): Promise<void> =>
    countOrRefuse(limit, sessionOf(response).staff.publicId);
  return {
    count,
    async problemsOf(request, response) {
      await count(response);
      const password = textOf(request.body, 'current').slice(0, 1000);
      const isRight = await hasPassword(db, sessionOf(response).staff.id, password);
      return isRight ? [] : [{ field: 'current', message: 'This is not the password you have now' }];
    },
    async readMail() {
      const mail = await readStaffMail(setting);
      if (!mail) throw new Error('the account stands behind the publication');
      return mail;
    },
    async comeBack(request, response, { done, what, codes }) {
      await ring('deliver-urgent');
      await renewSession(setting, request, response);
      if (codes === null) return response.redirect(303, `/admin/account?done=${done}`);
      const site = await readAdminSite(setting, response);
      return sendPage(response, RecoveryCodesPage({ site, codes, what }));
    },
  };
}
