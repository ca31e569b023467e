import { parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { listSuppressionsOf } from '../delivery/suppressions.ts';
import { listNewsletters } from '../newsletters/newsletter.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { writePreferencesLink } from './reader-mails.ts';
import { type AudienceSetting, askForConfirmation, takeMailAllowance } from './sign-up.ts';
import { findOpenSignUp, lockAddress } from './sql/sign-ups.ts';
import { findSubscriberBy } from './sql/subscribers.ts';

/**
 * Mails a good link to whoever has this address, within the limits: the confirmation to somebody whose sign-up waits for
 * it, the preferences link to everybody else. It speaks the reader's language; to one who has chosen none, that of the page. The caller answers the same in every case and rings `deliver-urgent`.
 */
export async function mailFreshLink(
  db: Db,
  setting: AudienceSetting,
  { email, language: asked }: { email: string; language?: string | undefined },
): Promise<void> {
  const address = parseAddress(email);
  if (!address) return;
  const mailSetting = {
    publication: await readPublication(db),
    publicUrl: setting.publicUrl,
    keys: setting.keys,
  };
  await db.transaction().execute(async (tx) => {
    await lockAddress(tx, address.key);
    const subscriber = await findSubscriberBy(tx, { addressKey: address.key });
    if (!subscriber) return;
    const open = subscriber.confirmedAt === null ? await findOpenSignUp(tx, subscriber.id) : null;
    const language = subscriber.language ?? open?.language ?? asked;
    if (open) {
      const wanted = (await listNewsletters(tx)).filter((newsletter) =>
        open.newsletterIds.includes(newsletter.id),
      );
      await askForConfirmation(tx, {
        setting: { ...mailSetting, language },
        signUpId: open.id,
        subscriber,
        address,
        wanted,
        words: open.words,
      });
      return;
    }
    const isDead = (await listSuppressionsOf(tx, address.key)).some(({ scope }) => scope === 'everything');
    if (isDead || !(await takeMailAllowance(tx, address.key, 'preferences-link'))) return;
    const to = { address, subscriberId: subscriber.id };
    await queueMail(
      tx,
      setting.keys,
      await writePreferencesLink({ ...mailSetting, language }, to, randomId()),
    );
  });
}
