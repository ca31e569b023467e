import type { Response } from 'express';
import type { AdminSite } from '../../../templates/pages/admin/admin-frame.tsx';
import { findPublication } from '../../newsletters/publication.ts';
import { mayRole } from '../../staff/roles.ts';
import { dayMoment } from '../moments.ts';
import { assetUrl } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { csrfField, sessionOf } from './staff-door.ts';

/** What every admin page shows around its own matter. An install that is not set up has no title yet. */
export async function readAdminSite({ db }: Pick<WebSetting, 'db'>, response: Response): Promise<AdminSite> {
  const publication = await findPublication(db);
  const { staff, csrfToken, factorDueAt } = sessionOf(response);
  return {
    title: publication?.name ?? 'Doorstep',
    language: 'en',
    styles: [assetUrl('admin.css'), '/theme.css'],
    script: assetUrl('admin.js'),
    person: { name: staff.name, role: staff.role },
    csrf: { name: csrfField, value: csrfToken },
    factorDueAt: factorDueAt && publication && dayMoment(factorDueAt, publication),
    closed: mayRole(staff.role, 'settings') ? [] : ['settings'],
  };
}
