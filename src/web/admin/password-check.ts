import { listNewsletters } from '../../newsletters/newsletter.ts';
import { findPublication } from '../../newsletters/publication.ts';
import type { PasswordCheck } from '../../staff/check-password.ts';
import type { WebSetting } from '../web-setting.ts';

/** What new passwords of this newsroom are compared with: its own names, and stolen ones where a server for them is named. */
export async function readPasswordCheck({
  db,
  publicUrl,
  isBreached,
}: Pick<WebSetting, 'db' | 'publicUrl' | 'isBreached'>): Promise<PasswordCheck> {
  const [publication, newsletters] = await Promise.all([findPublication(db), listNewsletters(db)]);
  const { name = '', town = '', senderName = '', senderAddress = '' } = publication ?? {};
  const own = [name, town, senderName, senderAddress, new URL(publicUrl).hostname];
  return { names: [...own, ...newsletters.map((each) => each.name)], isBreached };
}
