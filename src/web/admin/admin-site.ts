import type { Response } from 'express';
import type { AdminSite } from '../../../templates/pages/admin/admin-frame.tsx';
import { readPublication } from '../../newsletters/publication.ts';
import { assetUrl } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { csrfField, sessionOf } from './staff-door.ts';

/** What every admin page shows around its own matter. */
export async function readAdminSite(
  { db }: Pick<WebSetting, 'db'>,
  response: Response,
): Promise<AdminSite> {
  const publication = await readPublication(db);
  const { staff, csrfToken } = sessionOf(response);
  return {
    title: publication.name,
    language: publication.language,
    styles: [assetUrl('admin.css'), '/theme.css'],
    script: assetUrl('admin.js'),
    person: { name: staff.name, role: staff.role },
    csrf: { name: csrfField, value: csrfToken },
  };
}
