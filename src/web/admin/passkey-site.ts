import { findPublication } from '../../newsletters/publication.ts';
import { type PasskeySite, mayUsePasskeys } from '../../staff/factors/passkeys.ts';
import { assetUrl } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';

/** What passkeys of this install belong to. */
export async function readPasskeySite({
  db,
  keys,
  publicUrl,
}: Pick<WebSetting, 'db' | 'keys' | 'publicUrl'>): Promise<PasskeySite> {
  const publication = await findPublication(db);
  return { keys, publicUrl, name: publication?.name ?? 'Doorstep' };
}

/** The script that speaks with authenticators; null where passkeys have no home. */
export const passkeyScriptOf = ({ publicUrl }: Pick<WebSetting, 'publicUrl'>): string | null =>
  mayUsePasskeys(publicUrl) ? assetUrl('passkeys.js') : null;
