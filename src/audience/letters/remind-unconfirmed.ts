import { sql } from 'kysely';
import { parseAddress } from '../../delivery/address.ts';
import { queueMail } from '../../delivery/queue-mail.ts';
import { listSuppressionsOf } from '../../delivery/suppressions.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import { keepConfirmationSecrets, makeConfirmationSecrets } from '../confirmation-link.ts';
import { type MailSetting, mailWords, writeOwnLetter } from '../reader-mails.ts';
import { takeMailAllowance } from '../sign-up.ts';
import { hasLink, lockAddress, lockSignUp } from '../sql/sign-ups.ts';
import { findSubscriberBy } from '../sql/subscribers.ts';
import { type LetterText, hadNoLetter, readLetterText, takeOccasion } from './letter-texts.ts';

/** What is older is not reminded of any more: switching the letter on does not wake last year's sign-ups. */
const windowDays = 2;
const atOnce = 200;

/** Sign-ups whose subscriber has confirmed nothing since, the newest of each subscriber. */
async function listForgotten(db: Db, days: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from sign_up
    where confirmed_at is null and created_at < now() - make_interval(days => ${days})
      and created_at > now() - make_interval(days => ${days + windowDays})
      and not exists (
        select from sign_up later where later.subscriber_id = sign_up.subscriber_id
          and (later.id > sign_up.id or later.confirmed_at > sign_up.created_at)
      )
      and ${hadNoLetter('reminder', sql`'sign-up ' || sign_up.id`)}
    order by id limit ${atOnce}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** @returns whether a mail was queued; the occasion is over either way */
async function remind(tx: Db, install: MailSetting, text: LetterText, signUpId: number): Promise<boolean> {
  const row = await lockSignUp(tx, signUpId);
  const subscriber = row && (await findSubscriberBy(tx, { id: row.subscriberId }));
  const address = subscriber && parseAddress(subscriber.address);
  if (!row || row.confirmedAt || !address || !(await takeOccasion(tx, 'reminder', `sign-up ${signUpId}`)))
    return false;
  // Without a link there was no mail: it came from a machine, or the limits kept it back.
  if (!(await hasLink(tx, signUpId)) || (await listSuppressionsOf(tx, address.key)).length > 0) return false;
  await lockAddress(tx, address.key);
  if (!(await takeMailAllowance(tx, address.key, 'confirmation'))) return false;
  const wanted = (await listNewsletters(tx, { openOnly: true })).filter(({ id }) =>
    row.newsletterIds.includes(id),
  );
  if (wanted.length === 0) return false;
  const setting = { ...install, language: subscriber.language ?? row.language };
  const { listed, mails } = mailWords(setting);
  const secrets = makeConfirmationSecrets();
  await keepConfirmationSecrets(tx, setting.keys, signUpId, secrets);
  const mail = await writeOwnLetter(
    setting,
    { address, subscriberId: subscriber.id },
    {
      kind: 'confirmation',
      onceKey: `sign-up ${signUpId} reminder`,
      text,
      values: {
        newsletters: listed(wanted.map(({ name }) => name)),
        name: row.name ?? '',
      },
      buttonUrl: `${setting.publicUrl}/confirm/${secrets.token}`,
      code: secrets.code,
      small: [mails.letter.reminderNotYou],
      reason: mails.letter.reminderReason(setting.publication.name),
    },
  );
  return queueMail(tx, setting.keys, mail);
}

/**
 * Reminds, once, who signed up and did not confirm. The caller rings `deliver-urgent`.
 * @returns how many mails were queued
 */
export async function remindUnconfirmed(db: Db, setting: MailSetting): Promise<number> {
  const text = await readLetterText(db, 'reminder');
  if (!text.isOn) return 0;
  let queued = 0;
  for (const id of await listForgotten(db, text.days)) {
    if (await db.transaction().execute((tx) => remind(tx, setting, text, id))) queued += 1;
  }
  return queued;
}
