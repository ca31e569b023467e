import { mailPublication } from '../../audience/reader-mails.ts';
import { findPublication, senderOf } from '../../newsletters/publication.ts';
import type { StaffMailSetting } from '../../staff/letters.ts';
import type { WebSetting } from '../web-setting.ts';

/** What mail to the staff is written with; null on an install that has no publication, and so no sender, yet. */
export async function readStaffMail({
  db,
  keys,
  publicUrl,
}: Pick<WebSetting, 'db' | 'keys' | 'publicUrl'>): Promise<StaffMailSetting | null> {
  const publication = await findPublication(db);
  if (!publication) return null;
  return {
    keys,
    publicUrl,
    publication: mailPublication(publication, publicUrl, 'en'),
    sender: senderOf(publication),
  };
}
