import { Agent, request as ask } from 'node:http';
import { Router } from 'express';
import { sql } from 'kysely';
import { registerLinks } from '../../src/feedback/reactions/link-numbers.ts';
import { signToken } from '../../src/platform/signed-token.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { openSite } from './bench-site.ts';
import { createDigest, freezeDigest } from './digest.ts';
import { median, rounded } from './median.ts';

const links = 10;
const lanes = 32;
const headers = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0' };

const bareRoute = Router().get('/bare/:token', (_request, response) => {
  response.writeHead(302, { 'Cache-Control': 'no-store', Location: 'https://lantern.example.org/' }).end();
});

const status = (agent: Agent, port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    ask({ agent, port, path, headers, host: '127.0.0.1' }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });

/** Asks for all paths over a few connections. @returns requests a second */
async function rateOf(port: number, paths: readonly string[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  let next = 0;
  const begun = performance.now();
  const lane = async () => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      const found = await status(agent, port, path);
      if (found !== 302) throw new Error(`${path} answered ${found}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  agent.destroy();
  return paths.length / ((performance.now() - begun) / 1000);
}

async function clickPaths({ db, keys }: BenchDatabase, readers: number, clicks: number) {
  const mailingId = await createDigest(db, keys, 8000);
  await freezeDigest(db, mailingId, readers);
  await sql`
    update delivery set state = 'accepted', ended_at = now() - interval '1 hour' where mailing_id = ${mailingId}
  `.execute(db);
  await registerLinks(
    db,
    mailingId,
    Array.from({ length: links }, (_, index) => ({
      place: index + 1,
      url: `https://lantern.example.org/articles/${index}`,
      words: `Story ${index}`,
    })),
  );
  const { rows } = await sql<{ first: number }>`
    select min(id) as first from delivery where mailing_id = ${mailingId}
  `.execute(db);
  const first = rows[0]?.first ?? 0;
  return Array.from({ length: clicks }, (_, index) => {
    const token = signToken(keys, 'click', [mailingId, first + (index % readers)]);
    return `/c/${token}.${1 + (index % links)}`;
  });
}

/**
 * `bench events [--clicks N]`: clicks a second, counted and written, beside a bare route on the same server that only
 * redirects. The two take turns; the time of the last batch counts.
 */
export async function benchEvents(args: readonly string[]): Promise<object> {
  const at = args.indexOf('--clicks');
  const clicks = at === -1 ? 10_000 : Number(args[at + 1]);
  return withBenchDatabase(async (database) => {
    await addSampleNewsroom(database.db);
    const paths = await clickPaths(database, 5000, clicks);
    const bare = paths.map((path) => path.replace('/c/', '/bare/'));
    const site = await openSite(database, bareRoute);
    const rates: { click: number[]; bare: number[] } = { click: [], bare: [] };
    try {
      await rateOf(site.port, bare.slice(0, 1000));
      await rateOf(site.port, paths.slice(0, 1000));
      await site.reactions.flush();
      for (let turn = 0; turn < 3; turn += 1) {
        rates.bare.push(await rateOf(site.port, bare));
        const begun = performance.now();
        await rateOf(site.port, paths);
        await site.reactions.flush();
        rates.click.push(clicks / ((performance.now() - begun) / 1000));
      }
      const { rows } = await sql<{ events: number }>`select count(*) as events from reader_event`.execute(
        database.db,
      );
      const [click, yardstick] = [median(rates.click), median(rates.bare)];
      return {
        clicks,
        rate: rounded(click),
        bareRate: rounded(yardstick),
        ratio: rounded(click / yardstick, 2),
        lost: Math.min(1000, clicks) + 3 * clicks - (rows[0]?.events ?? 0),
      };
    } finally {
      await site.close();
    }
  });
}
