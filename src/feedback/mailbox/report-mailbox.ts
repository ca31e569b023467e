import type { Db } from '../../platform/db.ts';
import { type KeyRing, seal, unseal } from '../../platform/key-ring.ts';
import { type MailboxRow, findMailboxRow, writeMailbox } from '../sql/mailbox.ts';
import type { MailboxForm } from './mailbox-form.ts';
import type { ImapAccount } from './open-imap.ts';

export { deleteMailbox } from '../sql/mailbox.ts';

const purpose = 'report mailbox';

/** The mailbox as people see it: its secret never leaves the database but to sign in. */
export type MailboxLine = Omit<MailboxRow, 'sealedSecret' | 'uidValidity' | 'uidReached'>;

export async function findMailbox(db: Db): Promise<MailboxLine | null> {
  const row = await findMailboxRow(db);
  if (!row) return null;
  const { sealedSecret: _secret, uidValidity: _validity, uidReached: _reached, ...line } = row;
  return line;
}

/** Sets the mailbox up, or changes it; an empty secret keeps the one that is there. It is read at once. */
export const saveMailbox = (tx: Db, keys: KeyRing, { secret, ...values }: MailboxForm): Promise<void> =>
  writeMailbox(tx, {
    ...values,
    sealedSecret: secret === '' ? null : seal(keys, purpose, Buffer.from(secret)),
  });

/** What it takes to sign in. @throws when the secret cannot be opened */
export function accountOf(keys: KeyRing, row: MailboxRow): ImapAccount {
  const secret = unseal(keys, purpose, row.sealedSecret);
  if (!secret) throw new Error('its password cannot be opened with the keys of this install');
  const { host, port, tls, username, auth } = row;
  return { host, port, tls, username, auth, secret: secret.toString('utf8') };
}

/** The account of a form that is not saved; an empty secret is the one that is kept. */
export async function accountOfForm(db: Db, keys: KeyRing, form: MailboxForm): Promise<ImapAccount> {
  if (form.secret !== '') return form;
  const row = await findMailboxRow(db);
  if (!row) throw new Error('there is no password for it');
  return { ...form, secret: accountOf(keys, row).secret };
}
