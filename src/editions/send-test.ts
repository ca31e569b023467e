import { parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import { readPublication, senderOf } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { type SampleReader, previewEdition } from './preview-edition.ts';
import type { EditionSetting } from './release-edition.ts';
import { findEditionBy } from './sql/editions.ts';

export type TestOutcome =
  | { readonly kind: 'queued' }
  | { readonly kind: 'bad-address'; readonly message: string }
  | { readonly kind: 'missing' };

/**
 * Sends the preview as a mail, marked as a test, outside all statistics; where two subjects are tried, a mail with each. The
 * caller rings `deliver-urgent`.
 */
export async function sendTest(
  db: Db,
  setting: EditionSetting,
  { publicId, to, reader }: { readonly publicId: string; readonly to: string; readonly reader: SampleReader },
): Promise<TestOutcome> {
  const address = parseAddress(to);
  if (!address)
    return { kind: 'bad-address', message: 'Please give one e-mail address, such as ana@example.org' };
  const edition = await findEditionBy(db, { publicId });
  const newsletter = edition && (await findNewsletter(db, { id: edition.newsletterId }));
  if (!edition || !newsletter) return { kind: 'missing' };
  const publication = await readPublication(db);
  const preview = await previewEdition(db, setting.publicUrl, edition, reader);
  const second = edition.subjectTest?.subject;
  const mails =
    second === undefined
      ? [{ mark: '[Test]', preview }]
      : [
          { mark: '[Test A]', preview },
          {
            mark: '[Test B]',
            preview: await previewEdition(db, setting.publicUrl, { ...edition, subject: second }, reader),
          },
        ];
  await db.transaction().execute(async (tx) => {
    for (const { mark, preview: mail } of mails) {
      await queueMail(tx, setting.keys, {
        kind: 'test',
        onceKey: randomId(),
        to: address,
        ...mail,
        subject: `${mark} ${mail.subject || 'No subject yet'}`,
        sender: senderOf(publication, newsletter),
      });
    }
  });
  return { kind: 'queued' };
}
