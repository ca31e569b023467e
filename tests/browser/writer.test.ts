import type { Page } from 'playwright-core';
import { type Product, useProducts } from '../support/run-product.ts';
import { describeWithBrowser, useBrowser } from '../support/use-browser.ts';

describeWithBrowser('the sheet of a story in a browser', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;
  let state: Awaited<ReturnType<Awaited<ReturnType<typeof browser.visit>>['storageState']>>;

  beforeAll(async () => {
    product = await products.start();
    const context = await browser.visit();
    const page = await context.newPage();
    const link = /\/admin\/set-up\/\S+/.exec(product.out())?.[0] ?? '';
    await page.goto(product.url + link);
    await page.fill('input[name=name]', 'Ana Reyes');
    await page.fill('input[name=address]', 'ana@example.test');
    await page.fill('input[name=password]', 'a lantern on the quay');
    await page.click('main button[type=submit]');
    await page.waitForURL('**/admin');
    state = await context.storageState();
  }, 120_000);

  const said = (page: Page, words: RegExp) =>
    page.locator('[data-save-state]').filter({ hasText: words }).waitFor();

  async function beginSheet(): Promise<Page> {
    const page = await (await browser.visit({ storageState: state })).newPage();
    await page.goto(`${product.url}/admin/stories/new`);
    await page.locator('.rich__page').waitFor();
    return page;
  }

  test('is written on a rich surface, and the field holds its Markdown', async () => {
    const page = await beginSheet();
    await page.fill('#title', 'The wall');
    await page.locator('.rich__page').click();
    await page.keyboard.type('It is ');
    await page.getByRole('button', { name: 'Bold', exact: true }).click();
    await page.keyboard.type('closed');
    await said(page, /^Saved \d/);
    expect(page.url()).toMatch(/\/admin\/stories\/drafts\/\w+$/);
    expect(await page.locator('#body').inputValue()).toBe('It is **closed**');

    await page.getByRole('button', { name: 'Markdown' }).click();
    await page.fill('#body', '## Now\n\nIt is *open*.');
    await page.getByRole('button', { name: 'Rich text' }).click();
    expect(await page.locator('.rich__page h2').textContent()).toBe('Now');
    expect(await page.locator('.rich__page em').textContent()).toBe('open');
  });

  test('has a bar that the arrow keys walk through, and Tab passes in one step', async () => {
    const page = await beginSheet();
    const bar = page.getByRole('toolbar');
    await bar.getByRole('button').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Italic');
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Redo');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('rich__page');
  });

  test('keeps a text that cannot be saved, says so, and offers it again', async () => {
    const page = await beginSheet();
    await page.fill('#title', 'Cut off');
    await said(page, /^Saved \d/);
    await page.context().setOffline(true);
    await page.fill('#title', 'Cut off, and typed on');
    await said(page, /^Not saved: no connection; your text is kept in this browser$/);

    // As if the browser had been closed: it asks nobody, and comes back with a connection.
    const url = page.url();
    const again = await page.context().newPage();
    await page.close({ runBeforeUnload: false });
    await again.context().setOffline(false);
    await again.goto(url);
    expect(await again.locator('#title').inputValue()).toBe('Cut off');
    await again.getByRole('button', { name: 'Put it into the fields' }).click();
    expect(await again.locator('#title').inputValue()).toBe('Cut off, and typed on');
    await said(again, /^Saved \d/);
    await again.reload();
    expect(await again.locator('#title').inputValue()).toBe('Cut off, and typed on');
    expect(await again.getByRole('button', { name: 'Put it into the fields' }).count()).toBe(0);
  });

  test('is saved and published without scripts', async () => {
    const page = await (await browser.visit({ storageState: state, javaScriptEnabled: false })).newPage();
    await page.goto(`${product.url}/admin/stories/new`);
    await page.fill('#title', 'Without a script');
    await page.fill('#body', 'Plain as day.');
    await page.getByRole('button', { name: 'Publish now' }).click();
    await page.waitForURL('**/admin/stories/without-a-script?done=published');
    expect((await fetch(`${product.url}/articles/without-a-script`)).status).toBe(200);
  });
});
