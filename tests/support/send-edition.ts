import { addKnownReader } from '../../src/audience/subscribers.ts';
import { listArticles } from '../../src/articles/articles.ts';
import { parseAddress } from '../../src/delivery/address.ts';
import type { LaneName } from '../../src/delivery/lane-queue.ts';
import { createSender } from '../../src/delivery/sender.ts';
import { buildReleases } from '../../src/editions/build-release.ts';
import { createEdition, findEdition } from '../../src/editions/editions.ts';
import { releaseEdition } from '../../src/editions/release-edition.ts';
import { findNewsletter } from '../../src/newsletters/newsletter.ts';
import { randomId } from '../../src/platform/random-tokens.ts';
import type { TestApp } from './use-app.ts';
import { testKeys } from './use-database.ts';
import type { Mailbox } from './use-mailbox.ts';

/** Adds active readers of the sample's morning newsletter. Their numbers are returned. */
export async function addReaders(app: TestApp, ...addresses: string[]): Promise<readonly number[]> {
  const newsletter = await findNewsletter(app.db, { slug: 'morning-edition' });
  const ids: number[] = [];
  for (const text of addresses) {
    const address = parseAddress(text);
    if (!address || !newsletter) throw new Error(`${text} cannot be a reader`);
    ids.push(
      await addKnownReader(app.db, {
        address,
        name: null,
        newsletterIds: [newsletter.id],
        rhythm: null,
        state: 'active',
        words: 'A test',
      }),
    );
  }
  return ids;
}

export type SentEdition = { readonly publicId: string; readonly mailingId: number };

/** An edition of two stories to all readers of the morning newsletter, released, rendered and handed over. */
export async function sendEditionNow(app: TestApp, mailbox: Mailbox): Promise<SentEdition> {
  const { articles } = await listArticles(app.db, { limit: 2 });
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: articles.map(({ slug }) => slug),
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error(created.message);
  return sendDraftNow(app, mailbox, created.id);
}

/** A draft, released, rendered and handed over. */
export async function sendDraftNow(app: TestApp, mailbox: Mailbox, publicId: string): Promise<SentEdition> {
  const released = await releaseEdition(
    app.db,
    { keys: testKeys, publicUrl: app.setting.publicUrl },
    { publicId, releaseKey: randomId(), releasedBy: 'Ana Reyes', undoSeconds: 0 },
  );
  if (released.kind !== 'released')
    throw new Error(`the edition was not released: ${JSON.stringify(released)}`);
  await buildReleases(app.db, app.setting.publicUrl);
  await handOver(app, mailbox, 'bulk');
  const edition = await findEdition(app.db, publicId);
  return { publicId, mailingId: edition?.mailingId ?? 0 };
}

/** Hands over what is due now. */
export async function handOver(app: TestApp, mailbox: Mailbox, lane: LaneName): Promise<void> {
  const sender = createSender(app.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: app.url,
    hostName: 'sender.example.test',
    log: app.setting.log,
  });
  await sender.deliverDue(lane);
  await sender.stop();
}
