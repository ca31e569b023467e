import { Redis } from 'ioredis';
import { parseAddress } from '../../src/delivery/address.ts';
import { addKnownReader } from '../../src/audience/subscribers.ts';
import { findNewsletter } from '../../src/newsletters/newsletter.ts';
import { findEmbeddedUrl } from '../../src/platform/embedded-postgres.ts';
import { openDb } from '../../src/platform/db.ts';
import { createEdition, readReceipt, sendEdition, sumOf } from '../support/editions.ts';
import { type Product, until, useProducts } from '../support/run-product.ts';
import { useMailbox } from '../support/use-mailbox.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
if (redisUrl === undefined) {
  process.stderr.write('redis: skipped, since TEST_REDIS_URL names no Redis that may be wiped\n');
}
const describeWithRedis = redisUrl === undefined ? describe.skip : describe;

/** Enough for a send of some seconds through a relay that takes 100 ms for a mail. */
const newReaders = 400;

async function addReaders(product: Product): Promise<void> {
  const url = await findEmbeddedUrl(product.dataDir);
  if (url === null) throw new Error('the product keeps no database');
  const db = openDb(url, { maxConnections: 2 });
  const newsletter = await findNewsletter(db, { slug: 'weekend' });
  if (!newsletter) throw new Error('the sample newsroom has no weekend newsletter');
  await db.transaction().execute(async (tx) => {
    for (let number = 1; number <= newReaders; number += 1) {
      const address = parseAddress(`reader${number}@example.test`);
      if (!address) throw new Error('no address');
      await addKnownReader(tx, {
        name: `Reader ${number}`,
        address,
        newsletterIds: [newsletter.id],
        rhythm: 'weekly',
        state: 'active',
        words: 'Added by a test',
      });
    }
  });
  await db.destroy();
}

describeWithRedis('a send that rings through Redis', () => {
  const products = useProducts();
  const mailbox = useMailbox();
  const redis = new Redis(redisUrl ?? '', { lazyConnect: true });

  afterAll(async () => {
    await redis.quit();
  });

  test('reaches everybody once, however often Redis is wiped meanwhile', async () => {
    const smtpUrl = `smtp://127.0.0.1:${mailbox.relay.port}`;
    const product = await products.start({ env: { REDIS_URL: redisUrl ?? '', SMTP_URL: smtpUrl } });
    await addReaders(product);
    expect(await redis.dbsize()).toBeGreaterThan(0);
    mailbox.script = { delayMs: 100 };

    const id = await createEdition(product, 'weekend', ['one-lamp-forty-one-repairs']);
    const sent = sendEdition(product, id);
    let wipes = 0;
    for (const share of [0.1, 0.3, 0.6]) {
      await until(`${share * 100} % have left`, () => mailbox.mails.length >= newReaders * share);
      await redis.flushall();
      wipes += 1;
    }
    expect(mailbox.mails.length).toBeLessThan(newReaders);
    expect(wipes).toBe(3);
    await sent;

    const receipt = await readReceipt(product, id);
    expect(receipt.audience).toBeGreaterThanOrEqual(newReaders);
    expect(receipt.accepted).toBe(receipt.audience);
    expect(sumOf(receipt)).toBe(receipt.audience);
    const reached = mailbox.mails.map((mail) => mail.to);
    expect(reached).toHaveLength(receipt.audience);
    expect(new Set(reached).size).toBe(receipt.audience);
    expect((await product.stop()).code).toBe(0);
  }, 120_000);
});
