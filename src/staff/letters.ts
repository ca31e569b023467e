import { assembleHtml, assembleSubject, assembleText } from '../../templates/email/assemble.ts';
import type { MailPublication } from '../../templates/email/frame.ts';
import { type StaffNoticeMail, staffNoticeMail } from '../../templates/email/staff-notice-mail.ts';
import { parseAddress } from '../delivery/address.ts';
import type { MailSender } from '../delivery/mail-sender.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import type { SingleMailKind } from '../delivery/single-mail.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { randomId } from '../platform/random-tokens.ts';

/** What mail to the staff needs to know of the install. */
export type StaffMailSetting = {
  readonly keys: KeyRing;
  readonly publicUrl: string;
  readonly publication: MailPublication;
  readonly sender: MailSender;
};

type StaffLetter = Omit<StaffNoticeMail, 'publication'> & {
  readonly kind: SingleMailKind;
  readonly address: string;
};

/** Puts a letter to one person on the staff into the ledger, in the transaction of what it tells of. */
export async function queueStaffLetter(
  tx: Db,
  { keys, publication, sender }: StaffMailSetting,
  { kind, address, ...words }: StaffLetter,
): Promise<void> {
  const to = parseAddress(address);
  if (!to) return;
  const template = await staffNoticeMail({ publication, ...words });
  await queueMail(tx, keys, {
    kind,
    onceKey: randomId(),
    to,
    sender,
    subject: assembleSubject(template),
    html: assembleHtml(template),
    text: assembleText(template),
  });
}

/** Tells somebody that the way into their account has changed, so that they hear of it when it was not them. */
export const queueAccountNotice = (
  tx: Db,
  setting: StaffMailSetting,
  { address, what }: { readonly address: string; readonly what: string },
): Promise<void> =>
  queueStaffLetter(tx, setting, {
    kind: 'staff-notice',
    address,
    subject: `${what} at ${setting.publication.name}`,
    paragraphs: [
      `${what}. All sessions and API keys of your account ended with it.`,
      'Was it you? Then there is nothing to do. If not, ask for a new password at once and tell the owner of the newsroom.',
    ],
    link: { words: 'Look at my account', url: `${setting.publicUrl}/admin/account` },
  });
