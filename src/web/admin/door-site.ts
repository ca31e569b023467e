import type { DoorSite } from '../../../templates/pages/admin/door-pages.tsx';
import { findPublication } from '../../newsletters/publication.ts';
import { assetUrl } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';

/** What pages show before anybody is signed in. An install that is not set up has no title yet. */
export async function readDoorSite({ db }: Pick<WebSetting, 'db'>): Promise<DoorSite> {
  const publication = await findPublication(db);
  return {
    title: publication?.name ?? 'Doorstep',
    language: 'en',
    styles: [assetUrl('admin.css'), '/theme.css'],
  };
}
