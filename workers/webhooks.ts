import { mailPublication } from '../src/audience/reader-mails.ts';
import { findPublication, senderOf } from '../src/newsletters/publication.ts';
import type { Ring } from '../src/platform/bells.ts';
import type { Db } from '../src/platform/db.ts';
import type { KeyRing } from '../src/platform/key-ring.ts';
import type { StaffMailSetting } from '../src/staff/letters.ts';
import { deliverWebhooks } from '../src/webhooks/deliver-webhooks.ts';
import { findSentEditions } from '../src/webhooks/find-sent-editions.ts';

export type WebhookSite = { readonly keys: KeyRing; readonly publicUrl: string };

async function readMail(db: Db, { keys, publicUrl }: WebhookSite): Promise<StaffMailSetting | null> {
  const publication = await findPublication(db);
  return (
    publication && {
      keys,
      publicUrl,
      publication: mailPublication(publication, publicUrl, 'en'),
      sender: senderOf(publication),
    }
  );
}

/** Answers `webhooks`, and looks by itself every few seconds: hands over what is due until nothing is. */
export async function lookAfterWebhooks(db: Db, site: WebhookSite, ring: Ring): Promise<void> {
  await findSentEditions(db);
  const setting = { keys: site.keys, mail: await readMail(db, site), random: Math.random };
  for (let more = true; more;) {
    const round = await deliverWebhooks(db, setting);
    if (round.hasMail) await ring('deliver-urgent');
    ({ more } = round);
  }
}
