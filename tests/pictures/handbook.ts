import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type Running, becomeOwner, becomeReader, draftEdition } from './product.ts';

/** Pictures of the handbook, in `docs/pictures/handbook`: one look at each page it speaks of, in few colours and so small. */
const folder = path.join(packageRoot, 'docs/pictures/handbook');

type Look = {
  readonly width?: 1280 | 375;
  readonly scheme?: 'light' | 'dark';
  /** Height of the window in px. */
  readonly height?: number;
  /** What stands at the top of the picture; the top of the page unless told. */
  readonly from?: string;
  /** What happens before it is taken. */
  readonly first?: (page: Page) => Promise<unknown>;
};

/** As a browser of a reader calls itself: one that says it is driven by a program is taken for one. */
const readersBrowser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function take(
  context: BrowserContext,
  name: string,
  address: string,
  { width = 1280, scheme = 'light', height = width === 375 ? 740 : 800, from, first }: Look = {},
): Promise<void> {
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
  await page.goto(address, { waitUntil: 'load' });
  await first?.(page);
  await page.evaluate(() => scrollTo(0, 0));
  if (from !== undefined)
    await page
      .locator(from)
      .first()
      .evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24));
  await setTimeout(400);
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, colours: 64, effort: 10, compressionLevel: 9 })
    .toBuffer();
  await writeFile(path.join(folder, `${name}.png`), picture);
  await page.close({ runBeforeUnload: false });
}

/** Readers open a story from their mail, as people do: one link each, and not in the second it came. */
async function followLinks(browser: Browser, url: string, readers: number): Promise<void> {
  await setTimeout(6000);
  const inbox = await (await fetch(`${url}/dev/inbox`)).text();
  const mails = [...inbox.matchAll(/href="(\/dev\/inbox\/[^"?#/]+)"/g)].map(([, href = '']) => href);
  const context = await browser.newContext({ userAgent: readersBrowser });
  for (const [index, mail] of mails.slice(0, readers).entries()) {
    const html = await (await fetch(`${url}${mail}/html`)).text();
    const links = [...html.matchAll(/href="(https?:\/\/[^"]*\/c\/[^"]*\.[1-6])"/g)].map(
      ([, href = '']) => href,
    );
    const link = links[1 + (index % 2) * 3] ?? links[1];
    if (link === undefined) continue;
    const page = await context.newPage();
    await page.goto(link);
    await page.close();
  }
  await context.close();
}

async function takeReaders(stranger: BrowserContext, reader: BrowserContext, url: string): Promise<void> {
  const story = `${url}/articles/last-ferry-stays-by-a-single-vote`;
  await take(stranger, 'sign-up-box', story, {
    height: 560,
    first: (page) => page.locator('.sign-up').first().scrollIntoViewIfNeeded(),
    from: '.sign-up',
  });
  await take(stranger, 'sign-up-box-phone', story, {
    width: 375,
    scheme: 'dark',
    height: 620,
    from: '.sign-up',
  });
  await take(stranger, 'subscribe', `${url}/subscribe`);
  await take(reader, 'account', `${url}/account`, { width: 375, scheme: 'dark' });
}

async function takeDesk(owner: BrowserContext, url: string): Promise<void> {
  const at = (place: string) => `${url}/admin${place}`;
  await take(owner, 'today', at(''));
  await take(owner, 'palette', at('/readers'), {
    first: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('fer');
      await page.locator('[role=option]').first().waitFor();
      await setTimeout(500);
    },
  });
  await take(owner, 'stories', at('/stories'));
  await take(owner, 'new-story', at('/stories/new'), {
    first: async (page) => {
      await page.locator('.rich__page').waitFor();
      await page.fill('#title', 'The slipway opens again');
      await page.fill('#dek', 'The seal has gone. Sixty boats went in with the morning tide.');
      await page.locator('.rich__page').click();
      await page.keyboard.type('It left in the night, and nobody saw it go.');
      await page
        .locator('[data-save-state]')
        .filter({ hasText: /^Saved \d/ })
        .waitFor();
    },
  });
  await take(owner, 'form', at('/settings/forms/article'), { from: '#paste, main form' });
  await take(owner, 'digests', at('/newsletters/morning-edition/digests'), { height: 900 });
  await take(owner, 'look', at('/newsletters/morning-edition/look'));
  await take(owner, 'readers', at('/readers'));
  await take(owner, 'import-readers', at('/readers/import'), { height: 520 });
  await take(owner, 'growth', at('/reports'), { height: 900 });
  await take(owner, 'came-back', at('/delivery/feedback'), { height: 520 });
  await take(owner, 'delivery', at('/delivery'));
  await take(owner, 'mail-server', at('/delivery/servers/new'));
  await take(owner, 'staff', at('/settings/staff'));
  const reader = await owner.newPage();
  await reader.goto(at('/readers'));
  const own = await reader.locator('main tbody a').first().getAttribute('href');
  await reader.close();
  await take(owner, 'reader', url + (own ?? ''), { height: 900 });
}

/** An edition from the choice of its stories to the figures of its sponsor. */
async function takeEdition(
  browser: Browser,
  owner: BrowserContext,
  desk: Page,
  product: Running,
): Promise<void> {
  const { url } = product;
  await take(owner, 'new-edition', `${url}/admin/editions/new`);
  const edition = await draftEdition(desk, product);
  await take(owner, 'composer', url + edition, { height: 900 });
  await take(owner, 'send', `${url}${edition}/send`, { height: 900 });
  await desk.goto(`${url}${edition}/send`);
  await desk.locator('form[action$="/release"] button:not([name])').click();
  await desk.waitForURL('**/progress');
  await take(owner, 'undo', `${url}${edition}/progress`, { height: 520 });
  await desk.locator('[data-figures]', { hasText: 'Sent: ' }).waitFor({ timeout: 120_000 });
  await followLinks(browser, url, 6);
  await take(owner, 'report', `${url}${edition}/report`, { height: 900 });
  await take(owner, 'receipt', `${url}${edition}/receipt`);
  await desk.goto(`${url}/admin/reports/sponsors/new?edition=${path.basename(edition)}`);
  await desk.locator('input[name=urls]').nth(1).check();
  await desk.fill('#sponsor', 'Harbour Bakery');
  await desk.getByRole('button', { name: 'Make this report' }).click();
  await desk.waitForURL('**/sponsors');
  const link = /\/sponsor\/[\w-]+/.exec(await desk.content())?.[0] ?? '';
  await take(owner, 'sponsor', url + link, { height: 720 });
}

export async function takeHandbook(browser: Browser, product: Running): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [owner, reader, stranger] = await Promise.all([
    browser.newContext(),
    browser.newContext(),
    browser.newContext(),
  ]);
  const desk = await becomeOwner(owner, product);
  await becomeReader(reader, product);
  await takeReaders(stranger, reader, product.url);
  await takeDesk(owner, product.url);
  await takeEdition(browser, owner, desk, product);
}
