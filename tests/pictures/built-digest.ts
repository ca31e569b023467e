import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pino from 'pino';
import type { Browser } from 'playwright-core';
import PostalMime from 'postal-mime';
import sharp from 'sharp';
import { SMTPServer } from 'smtp-server';
import { addFeed, feedForm } from '../../src/articles/feeds/feeds.ts';
import { lookAtDueFeeds } from '../../src/articles/feeds/look-at-feeds.ts';
import { addKnownReader } from '../../src/audience/subscribers.ts';
import { parseAddress } from '../../src/delivery/address.ts';
import { createSender } from '../../src/delivery/sender.ts';
import { buildReleases } from '../../src/editions/build-release.ts';
import { runDigests } from '../../src/editions/digests/run-digests.ts';
import { digestForm, plainSchedule, saveDigests } from '../../src/editions/digests/schedule.ts';
import { findNewsletter } from '../../src/newsletters/newsletter.ts';
import { createGuardedFetch } from '../../src/platform/fetch-guarded.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { type BenchDatabase, withBenchDatabase } from '../bench/bench-database.ts';
import { openSite } from '../bench/bench-site.ts';

const folder = path.join(packageRoot, 'docs/pictures/digest');
const publicUrl = 'https://lantern.example.org';
const log = pino({ level: 'silent' });

const stories = [
  ['The weir is mended before the spring tide', 'Divers set the last beam at four in the morning.'],
  ['A school bus for the islands', 'Nine children no longer row to their lessons when the ferry rests.'],
  ['The brass band wants its drum back', 'It was last seen on the quay, under a tarpaulin, in the rain.'],
] as const;

const pictures = ['one-lamp.jpg', 'bus-shelter.jpg', 'big-agnes.jpg'];

const itemOf = ([title, words]: (typeof stories)[number], n: number): string => `
  <item><title>${title}</title><link>https://paper.example.org/${n}</link><guid>story-${n}</guid>
  <pubDate>${new Date(Date.now() - (n + 1) * 600_000).toUTCString()}</pubDate>
  <description>${words}</description><enclosure url="/${pictures[n]}" type="image/jpeg" length="1"/>
  <content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>${'The whole of it stands in the paper. '.repeat(6)}</p>]]></content:encoded></item>`;

/** The paper's own site, as far as a feed goes. */
async function serveFeed(): Promise<{ url: string; port: number; close: () => void }> {
  const channel = `<channel><title>The paper</title>${stories.map(itemOf).join('')}</channel>`;
  const server = createServer((request, response) => {
    const picture = pictures.find((name) => request.url === `/${name}`);
    if (picture === undefined)
      return response
        .writeHead(200, { 'Content-Type': 'application/rss+xml' })
        .end(
          `<rss version="2.0">${channel.replaceAll('url="/', `url="http://${request.headers.host}/`)}</rss>`,
        );
    return readFile(path.join(packageRoot, 'src/sample/pictures', picture)).then((bytes) =>
      response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(bytes),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/feed`, port, close: () => server.close() };
}

/** Stories come in from the feed, and the newsletter builds its daily edition and lets it go: nobody touches it. */
async function buildFromFeed({ db, keys }: BenchDatabase): Promise<void> {
  const feed = await serveFeed();
  const facts = feedForm.parse({
    url: feed.url,
    sectionId: null,
    newsletterId: null,
    access: 'everyone',
    leastTier: null,
    takesPictures: true,
    isOn: true,
  });
  const now = new Date();
  await addFeed(db, facts, { actor: 'Ana', at: now });
  await lookAtDueFeeds(db, {
    fetch: createGuardedFetch({ allows: (address, port) => address === '127.0.0.1' && port === feed.port }),
    clock: () => new Date(),
    random: Math.random,
    publicUrl,
    onError: (error) => {
      throw error;
    },
  });
  feed.close();

  const newsletter = await findNewsletter(db, { slug: 'morning-edition' });
  const address = parseAddress('ada@example.test');
  if (!newsletter || !address) throw new Error('the sample newsroom is missing');
  await addKnownReader(db, {
    address,
    name: 'Ada Lorne',
    newsletterIds: [newsletter.id],
    rhythm: 'daily',
    state: 'active',
    words: 'Signed up for a picture',
  });
  const minutes = new Date(now.getTime() - 60_000).toISOString().slice(11, 16);
  const form = digestForm.parse({
    sectionIds: [],
    byFollowedSections: false,
    isCombined: false,
    latenessMinutes: 60,
    quietFrom: '',
    quietUntil: '',
    warnMinutes: 60,
    schedules: [{ ...plainSchedule('daily', 'UTC'), isOn: true, minutes, leadMinutes: 0 }],
  });
  await saveDigests(db, newsletter.id, form, new Date(now.getTime() - 3_600_000));
  for (let round = 0; round < 3; round += 1)
    await runDigests(db, { keys, publicUrl }, { now: new Date(), log });
  await buildReleases(db, publicUrl);
}

/** Hands over what waits. @returns the mail to Ada as it arrived */
async function receiveMail({ db, keys, url }: BenchDatabase): Promise<string> {
  let raw = '';
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (session.envelope.rcptTo.some(({ address }) => address === 'ada@example.test'))
          raw = Buffer.concat(parts).toString();
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const relay = { host: '127.0.0.1', port, tls: 'none' } as const;
  const sender = createSender(db, keys, { relay, databaseUrl: url, hostName: 'pictures', log });
  await sender.deliverDue('bulk');
  await sender.stop();
  server.close();
  if (raw === '') throw new Error('no digest arrived');
  return raw;
}

const looks = [
  { name: 'phone', width: 390 },
  { name: 'desktop', width: 760 },
  { name: 'dark', width: 390, scheme: 'dark' },
  { name: 'images-off', width: 390, withoutPictures: true },
] as const;

/** `npm run pictures -- digest`: an edition that built itself from a feed, as readers see it, its text, and what it weighs. */
export async function takeBuiltDigest(browser: Browser): Promise<void> {
  await mkdir(folder, { recursive: true });
  await withBenchDatabase(async (database) => {
    await addSampleNewsroom(database.db);
    await buildFromFeed(database);
    const raw = await receiveMail(database);
    const mail = await PostalMime.parse(raw);
    const site = await openSite(database);
    for (const look of looks) {
      const page = await browser.newPage({ viewport: { width: look.width, height: 900 } });
      await page.emulateMedia({ colorScheme: 'scheme' in look ? look.scheme : 'light' });
      await page.route('**/*', async (route) => {
        const { pathname } = new URL(route.request().url());
        if ('withoutPictures' in look || !pathname.startsWith('/media/')) return route.abort();
        const answer = await fetch(site.base + pathname);
        return route.fulfill({ body: Buffer.from(await answer.arrayBuffer()), status: answer.status });
      });
      await page.setContent(mail.html ?? '', { waitUntil: 'load' });
      const picture = await sharp(await page.screenshot({ fullPage: true }))
        .png({ palette: true, colours: 64, effort: 10, compressionLevel: 9 })
        .toBuffer();
      await writeFile(path.join(folder, `${look.name}.png`), picture);
      await page.close();
    }
    await site.close();
    await writeFile(path.join(folder, 'plain.txt'), `Subject: ${mail.subject}\n\n${mail.text}`);
    const kib = (text = ''): string => `${(Buffer.byteLength(text) / 1024).toFixed(1)} KB`;
    console.log(`mail ${kib(raw)}, HTML ${kib(mail.html)}, text ${kib(mail.text)}`);
  });
}
