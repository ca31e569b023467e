import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { takeBuiltDigest } from './built-digest.ts';
import { takeHandbook } from './handbook.ts';
import { adminPages, readerPages, signedInPages } from './pages.ts';
import {
  type Running,
  becomeOwner,
  becomeReader,
  draftEdition,
  keepTemplates,
  linkInInbox,
  sendEdition,
  startProduct,
  templates,
} from './product.ts';

/**
 * Pictures of every page: `npm run pictures -- FOLDER [NAME…]`. Starts the built product in a folder of its own, signs in as an
 * owner and as a reader, and looks at each page at two widths in light and in dark. Says which pages are wider than their
 * window or broken. `npm run pictures -- handbook` takes those of the handbook anew, `digest` those of a digest that built
 * itself.
 */
const [folder = path.join(tmpdir(), 'doorstep-pictures'), ...names] = process.argv.slice(2);

const modes = [
  { width: 375, scheme: 'light' },
  { width: 375, scheme: 'dark' },
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
] as const;

/** The first link of a list. */
async function firstLink(page: Page, url: string, selector: string): Promise<string> {
  await page.goto(url);
  return (await page.locator(selector).first().getAttribute('href')) ?? '/';
}

async function takePictures(
  context: BrowserContext,
  url: string,
  name: string,
  at: string,
  first?: (page: Page) => Promise<unknown>,
): Promise<void> {
  if (names.length > 0 && !names.some((part) => name.includes(part))) return;
  for (const { width, scheme } of modes) {
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    // Live progress keeps a connection open: a page is there when it is loaded, not when all is quiet.
    const answer = await page.goto(url + at, { waitUntil: 'load' });
    await first?.(page);
    await setTimeout(300);
    const { inner, height } = await page.evaluate(() => ({
      inner: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    // Frames below the window are not painted: the window grows to the page.
    await page.setViewportSize({ width, height: Math.min(height, 6000) });
    await setTimeout(150);
    if (inner > width) process.stdout.write(`${name} is ${inner} px wide in a window of ${width}\n`);
    if ((answer?.status() ?? 500) >= 500) process.stdout.write(`${name} answers ${answer?.status()}\n`);
    await page.screenshot({ path: path.join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
    await page.close();
  }
}

/** A page with all that it can unfold, or a part of it. */
async function unfold(page: Page, part = 'main details'): Promise<void> {
  await page.locator(part).evaluateAll((all) => {
    for (const each of all) each.setAttribute('open', '');
  });
}

/** The palette with what it found. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('fer');
  await page.locator('[role=option]').first().waitFor();
}

/** A second subject, to be tried on some readers first. */
async function writeSecondSubject(page: Page): Promise<void> {
  await unfold(page, '.subject-test');
  await page.fill('#subjectTest', 'The 10.40 to Sallow Island is saved');
  await page.locator('.inbox', { hasText: 'is saved' }).waitFor();
}

/** A newsletter comes at each reader's own hour, so that readers are asked for their zone. */
async function askForZones(page: Page, { url }: Running): Promise<void> {
  await page.goto(`${url}/admin/newsletters/morning-edition/digests`);
  await page.locator('#atReadersHour').check();
  await page.locator('form[action$="/digests"] button[type=submit]').click();
  await page.waitForURL('**done=saved');
}

/** Writes a draft, and takes a story back. @returns the path of the draft and of the story */
async function writeAndTakeBack(page: Page, { url }: Running) {
  await page.goto(`${url}/admin/stories/new`);
  await page.fill('input[name=title]', 'The gate that would not close');
  await page.locator('button[value=save]').click();
  await page.waitForURL('**/drafts/**');
  const draft = new URL(page.url()).pathname;
  const slug = 'twenty-two-years-for-plot-17';
  await page.goto(`${url}/admin/stories/${slug}/take-back`);
  await page.locator('form[action$="/take-back"] button').click();
  await page.waitForURL('**/drafts/**');
  return { draft, story: `/articles/${slug}` };
}

async function visitAll(browser: Browser, product: Running): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { url } = product;
  const [owner, reader, stranger] = await Promise.all([
    browser.newContext(),
    // Far from the paper, so that the page of preferences says so.
    browser.newContext({ timezoneId: 'America/New_York' }),
    browser.newContext(),
  ]);
  const desk = await becomeOwner(owner, product);
  await becomeReader(reader, product);
  for (const [name, at] of readerPages) await takePictures(stranger, url, name, at);
  for (const [name, at] of signedInPages) await takePictures(reader, url, name, at);
  for (const [name, at] of adminPages) await takePictures(owner, url, name, at);
  await takePictures(owner, url, 'palette', '/admin/readers', openPalette);
  const edition = await draftEdition(desk, product);
  await takePictures(owner, url, 'composer', edition);
  await takePictures(owner, url, 'preview', `${edition}/preview`);
  await takePictures(owner, url, 'send', `${edition}/send`, (page) => unfold(page));
  await takePictures(owner, url, 'tiers-side-by-side', `${edition}/tiers`);
  await takePictures(owner, url, 'second-subject', await draftEdition(desk, product), writeSecondSubject);
  await sendEdition(desk, product, edition);
  for (const part of ['progress', 'receipt', 'report', 'more'])
    await takePictures(owner, url, `edition-${part}`, `${edition}/${part}`);
  await askForZones(desk, product);
  await takePictures(reader, url, 'preferences', await linkInInbox(url, 'preferences'));
  const { draft, story } = await writeAndTakeBack(desk, product);
  await takePictures(owner, url, 'delete-draft', `${draft}/delete`);
  await takePictures(owner, url, 'stories-taken-back', '/admin/stories');
  await takePictures(stranger, url, 'story-taken-back', story);
  const one = await firstLink(desk, `${url}/admin/readers`, 'main table a[href^="/admin/readers/"]');
  await takePictures(owner, url, 'reader', one);
  await keepTemplates(desk, product);
  await takePictures(owner, url, 'own-templates', templates);
  await takePictures(owner, url, 'own-template', `${templates}/2?night=yes`);
}

async function lookAtProduct(browser: Browser): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'doorstep-pictures-'));
  await chmod(dataDir, 0o755);
  const product = await startProduct(path.join(dataDir, 'data'));
  try {
    await (folder === 'handbook' ? takeHandbook(browser, product) : visitAll(browser, product));
  } finally {
    product.child.kill('SIGTERM');
    await once(product.child, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  }
}

const browser = await chromium.launch({
  executablePath: process.env['TEST_BROWSER'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
});
try {
  await (folder === 'digest' ? takeBuiltDigest(browser) : lookAtProduct(browser));
} finally {
  await browser.close();
}
