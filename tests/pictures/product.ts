import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { findFreePort } from '../../src/platform/free-port.ts';
import { packageRoot } from '../../src/platform/package-root.ts';

/** The built product, and what an owner, an editor and a reader do in it before a picture is taken. */
export type Running = { readonly url: string; readonly setUpPath: string; readonly child: ChildProcess };

export async function startProduct(dataDir: string): Promise<Running> {
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

export async function becomeOwner(context: BrowserContext, { url, setUpPath }: Running): Promise<Page> {
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
export async function linkInInbox(url: string, kind: string): Promise<string> {
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
export async function becomeReader(context: BrowserContext, { url }: Running): Promise<Page> {
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
export async function draftEdition(page: Page, { url }: Running): Promise<string> {
  await page.goto(`${url}/admin/editions/new`);
  await page.locator('input[name=article]').first().check();
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL(/editions\/[a-z2-7]{16}/);
  return new URL(page.url()).pathname;
}

/** Releases a draft and waits until all of it has left: the undo window is half a minute. */
export async function sendEdition(page: Page, { url }: Running, edition: string): Promise<void> {
  await page.goto(`${url}${edition}/send`);
  await page.locator('form[action$="/release"] button:not([name])').click();
  await page.waitForURL('**/progress');
  await page.locator('[data-figures]', { hasText: 'Sent: ' }).waitFor({ timeout: 120_000 });
}

/** Where the templates of a newsletter are kept. */
export const templates = '/admin/newsletters/morning-edition/template';

/** Keeps the example of docs/templates.md twice, in two colours, and the second is put in force. */
export async function keepTemplates(page: Page, { url }: Running): Promise<void> {
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
