import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { findFreePort } from '../../src/platform/free-port.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { adminPages, readerPages, signedInPages } from './pages.ts';

/**
 * Pictures of every page: `npm run pictures -- FOLDER [NAME…]`. Starts the built product in a folder of its own, signs in as an
 * owner and as a reader, and looks at each page at two widths in light and in dark. Says which pages are wider than their
 * window or broken.
 */
const [folder = path.join(tmpdir(), 'doorstep-pictures'), ...names] = process.argv.slice(2);

const modes = [
  { width: 375, scheme: 'light' },
  { width: 375, scheme: 'dark' },
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
] as const;

type Running = { readonly url: string; readonly setUpPath: string; readonly child: ChildProcess };

async function startProduct(dataDir: string): Promise<Running> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [path.join(packageRoot, 'dist/src/main.js'), 'start'], {
    env: {
      PATH: process.env['PATH'],
      // Nobody answers there: it is for its button and its rules.
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'doorstep',
      OIDC_CLIENT_SECRET: 'pictures',
      OIDC_NAME: 'Lantern ID',
      PORT: String(port),
      DATA_DIR: dataDir,
      WORKERS: '1',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  while (!said.includes('Stop ')) {
    if (child.exitCode !== null) throw new Error('the product did not start');
    await setTimeout(100);
  }
  const setUpPath = /\/admin\/set-up\/\S+/.exec(said)?.[0] ?? '';
  return { url: `http://127.0.0.1:${port}`, setUpPath, child };
}

async function becomeOwner(context: BrowserContext, { url, setUpPath }: Running): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url + setUpPath);
  await page.fill('input[name=name]', 'Ana Reyes');
  await page.fill('input[name=address]', 'ana@example.test');
  await page.fill('input[name=password]', 'a lantern on the quay');
  await page.click('main button[type=submit]');
  await page.waitForURL('**/admin');
  return page;
}

/** The newest link of a kind in the built-in inbox. */
async function linkInInbox(url: string, kind: string): Promise<string> {
  const pattern = new RegExp(`/${kind}/[\\w-]+`);
  for (let tries = 0; tries < 60; tries += 1) {
    const inbox = await (await fetch(`${url}/dev/inbox`)).text();
    const mails = [...inbox.matchAll(/href="(\/dev\/inbox\/[^"?#]+)"/g)].map(([, href = '']) => href);
    for (const mail of mails.slice(0, 3)) {
      const found = pattern.exec(await (await fetch(url + mail)).text())?.[0];
      if (found !== undefined) return found;
    }
    await setTimeout(500);
  }
  throw new Error(`no mail with a link /${kind}/… came`);
}

const readerAddress = 'ada.marsh@example.test';

/** Signs up, confirms and signs in, by the pages and mails a reader sees. */
async function becomeReader(context: BrowserContext, { url }: Running): Promise<Page> {
  const page = await context.newPage();
  const submit = async () => {
    await Promise.all([
      page.waitForLoadState('load'),
      page.locator('main button[type=submit]').first().click(),
    ]);
    await setTimeout(500);
  };
  await page.goto(`${url}/signup`);
  await page.fill('input[name=email]', readerAddress);
  await page.locator('input[name=newsletter]').first().check();
  await submit();
  await page.goto(url + (await linkInInbox(url, 'confirm')));
  await submit();
  await page.goto(`${url}/account`);
  await page.fill('input[name=email]', readerAddress);
  await submit();
  await page.goto(url + (await linkInInbox(url, 'account/link')));
  await submit();
  return page;
}

/** A draft of one story. @returns its path */
async function draftEdition(page: Page, { url }: Running): Promise<string> {
  await page.goto(`${url}/admin/editions/new`);
  await page.locator('input[name=article]').first().check();
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL(/editions\/[a-z2-7]{16}/);
  return new URL(page.url()).pathname;
}

/** Releases a draft and waits until all of it has left: the undo window is half a minute. */
async function sendEdition(page: Page, { url }: Running, edition: string): Promise<void> {
  await page.goto(`${url}${edition}/send`);
  await page.locator('form[action$="/release"] button:not([name])').click();
  await page.waitForURL('**/progress');
  await page.locator('[data-figures]', { hasText: 'Sent: ' }).waitFor({ timeout: 120_000 });
}

const templates = '/admin/newsletters/morning-edition/template';

/** Keeps the example of docs/templates.md twice, in two colours, and the second is put in force. */
async function keepTemplates(page: Page, { url }: Running): Promise<void> {
  const docs = await readFile(path.join(packageRoot, 'docs/templates.md'), 'utf8');
  const example = /```xml\n([^]*?)```/.exec(docs)?.[1] ?? '';
  for (const colour of ['#17455c', '#5c1745']) {
    await page.goto(url + templates);
    await page.fill('textarea[name=source]', example.replaceAll('#17455c', colour));
    await page.locator('form:has(textarea) input[name=note]').fill(`The band in ${colour}`);
    await page.locator('form:has(textarea) button').click();
    await page.waitForURL('**/template/*');
  }
  await page.locator('form[action$="/use"] button').click();
  await page.waitForURL('**/template?*');
}

/** The first link of a list. */
async function firstLink(page: Page, url: string, selector: string): Promise<string> {
  await page.goto(url);
  return (await page.locator(selector).first().getAttribute('href')) ?? '/';
}

async function takePictures(context: BrowserContext, url: string, name: string, at: string): Promise<void> {
  if (names.length > 0 && !names.some((part) => name.includes(part))) return;
  for (const { width, scheme } of modes) {
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    // Live progress keeps a connection open: a page is there when it is loaded, not when all is quiet.
    const answer = await page.goto(url + at, { waitUntil: 'load' });
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
  await keepTemplates(desk, product);
  await takePictures(owner, url, 'own-templates', templates);
  await takePictures(owner, url, 'own-template', `${templates}/2?night=yes`);
  const edition = await draftEdition(desk, product);
  await takePictures(owner, url, 'composer', edition);
  await takePictures(owner, url, 'preview', `${edition}/preview`);
  await takePictures(owner, url, 'tiers-side-by-side', `${edition}/tiers`);
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
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'doorstep-pictures-'));
await chmod(dataDir, 0o755);
await mkdir(folder, { recursive: true });
const product = await startProduct(path.join(dataDir, 'data'));
const browser = await chromium.launch({
  executablePath: process.env['TEST_BROWSER'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
});
try {
  await visitAll(browser, product);
} finally {
  await browser.close();
  product.child.kill('SIGTERM');
  await once(product.child, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}
