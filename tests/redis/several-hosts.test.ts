import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { openBells } from '../../src/platform/bells.ts';
import { beginSession } from '../../src/staff/sessions.ts';
import { createEdition, readReceipt, sendEdition, sumOf } from '../support/editions.ts';
import { until } from '../support/run-product.ts';
import { useHosts } from '../support/use-hosts.ts';
import { useMailbox } from '../support/use-mailbox.ts';
import { hasRedisServer, useRedisCluster } from '../support/use-redis-cluster.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
const describeWithRedis = redisUrl === undefined ? describe.skip : describe;
const describeWithServer = hasRedisServer ? describe : describe.skip;

/** A chunk for each sender, so that all three are at work. */
const newReaders = 2900;
const connections = 4;
/** Rows that one connection may have in the durable window: lane-queue.ts. */
const windowDepth = 5;

describeWithRedis('an install on three hosts', () => {
  const mailbox = useMailbox();
  const hosts = useHosts(() => ({
    redisPort: Number(new URL(redisUrl ?? 'redis://127.0.0.1').port || 6379),
    smtpUrl: `smtp://127.0.0.1:${mailbox.relay.port}?connections=${connections}`,
  }));

  async function addReaders(): Promise<void> {
    await sql`
      with reader as (
        insert into subscriber (public_id, address, address_key, confirmed_at)
        select 'r' || n, 'r' || n || '@example.test', 'r' || n || '@example.test', now()
        from generate_series(1, ${newReaders}::integer) as n returning id
      )
      insert into subscription (subscriber_id, newsletter_id, state, rhythm, started_at)
      select reader.id, newsletter.id, 'active', 'weekly', now() from reader, newsletter where slug = 'weekend'
    `.execute(hosts.db);
  }

  /** In whole per cent, as the page says it. */
  async function shareDone(edition: string): Promise<number> {
    const { rows } = await sql<{ share: number }>`
      select floor(100.0 * count(*) filter (where state <> 'waiting') / count(*))::integer as share
      from delivery join edition on edition.mailing_id = delivery.mailing_id where edition.public_id = ${edition}
    `.execute(hosts.db);
    return rows[0]?.share ?? 0;
  }

  /** What the live page of a site says first. */
  async function liveShare(site: string, edition: string, cookie: string): Promise<number> {
    const answer = await fetch(`${site}/admin/editions/${edition}/progress/events`, {
      headers: { Cookie: cookie },
    });
    let text = '';
    for await (const bytes of answer.body ?? []) {
      text += Buffer.from(bytes).toString();
      const [, data] = /^data: (\{.*\})$/m.exec(text) ?? [];
      if (data === undefined) continue;
      const said: unknown = JSON.parse(data);
      if (typeof said === 'object' && said !== null && 'share' in said) return Number(said.share);
    }
    throw new Error(`${site} says nothing of the progress: ${answer.status} ${text}`);
  }

  const isBusy = async (pid: number | undefined): Promise<boolean> => {
    const { rows } = await sql`
      select from sender where pid = ${pid ?? 0} and gone_at is null and handing_over <> '{}'
    `.execute(hosts.db);
    return rows.length > 0;
  };

  test('loses nothing and sends nothing twice, whichever host is cut off, far away or gone', async () => {
    await addReaders();
    const [first, second, far] = await Promise.all([
      hosts.start({ address: '127.0.0.2', commands: [['web'], ['worker']] }),
      hosts.start({ address: '127.0.0.3', commands: [['web'], ['worker', '--only', 'send']] }),
      hosts.start({ address: '127.0.0.4', commands: [['worker', '--only', 'send']], delayMs: 20 }),
    ]);
    mailbox.script = { delayMs: 25 };
    const staff = await sql<{ id: number }>`
      insert into staff (public_id, name, address, address_key, role)
      values ('ana', 'Ana', 'ana@example.org', 'ana@example.org', 'owner') returning id
    `.execute(hosts.db);
    const cookie = `doorstep=${await beginSession(hosts.db, staff.rows[0]?.id ?? 0)}`;
    const seen = async (edition: string, site: string | null) => {
      const before = await shareDone(edition);
      const said = await liveShare(site ?? '', edition, cookie);
      expect([before <= said, said <= (await shareDone(edition))]).toEqual([true, true]);
    };

    const edition = await createEdition(hosts, 'weekend', ['one-lamp-forty-one-repairs']);
    const sent = sendEdition(hosts, edition);
    for (const host of [first, second, far])
      await until('each host is sending', () => isBusy(host.senderPid));
    await far.die();
    expect(mailbox.mails.length).toBeLessThan(newReaders);

    // No bell reaches the second host any more, and for a while no row the first.
    second.toRedis.cut();
    first.toPostgres.cut();
    await seen(edition, second.url);
    await pause(3000);
    first.toPostgres.mend();
    await seen(edition, first.url);
    await sent;
    second.toRedis.mend();
    for (const host of [first, second]) await seen(edition, host.url);
    // Their open connections would hold up the end of the mail server.
    await Promise.all([first.die(), second.die()]);

    const receipt = await readReceipt(hosts, edition);
    expect(receipt.audience).toBeGreaterThanOrEqual(newReaders);
    expect(sumOf(receipt)).toBe(receipt.audience);
    expect(receipt.accepted + receipt.inDoubt).toBe(receipt.audience);
    expect(receipt.inDoubt).toBeLessThanOrEqual(connections * windowDepth);
    const reached = mailbox.mails.map((mail) => mail.to);
    expect(new Set(reached).size).toBe(reached.length);
    expect(reached.length).toBeGreaterThanOrEqual(receipt.accepted);
    expect(reached.length).toBeLessThanOrEqual(receipt.audience);
  }, 120_000);
});

describeWithServer('a Redis Cluster', () => {
  const cluster = useRedisCluster();

  test('carries bells from one host to the other, all keys of ours in one slot', async () => {
    const troubles: Error[] = [];
    const open = () =>
      openBells({
        databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
        redisClusterUrls: cluster.urls.slice(0, 2),
        onError: (error) => troubles.push(error),
      });
    const [here, there] = [open(), open()];
    let heard = 0;
    there.answer('deliver', () => {
      heard += 1;
      return Promise.resolve();
    });
    await here.ring('deliver');
    await until('the bell is heard', () => heard > 0);
    await here.schedule('deliver', 500);
    await until('a bell that rings by itself is heard', () => heard > 2);
    const sizes = await Promise.all(cluster.nodes.map((node) => node.dbsize()));
    expect(sizes.filter((size) => size > 0)).toHaveLength(1);
    await Promise.all([here.close(), there.close()]);
    expect(troubles).toEqual([]);
  });
});
