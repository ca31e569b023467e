import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type Product, useProducts } from '../support/run-product.ts';
import { adminPages, readerPages } from '../pictures/pages.ts';
import { describeWithBrowser, useBrowser } from '../support/use-browser.ts';

const axe = readFileSync(
  createRequire(path.join(packageRoot, 'package.json')).resolve('axe-core/axe.min.js'),
  'utf8',
);
const axeResult = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ target: z.array(z.unknown()) })) }),
  ),
});

/** What axe finds on the open page: the rule and where. */
async function findViolations(page: Page): Promise<readonly string[]> {
  const result = axeResult.parse(await page.evaluate('axe.run()'));
  // A run that looked at nothing would be clean as well.
  expect(result.passes.length).toBeGreaterThan(5);
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/** Opens the set-up link, as the owner of a new install does. */
async function becomeOwner(page: Page, product: Product): Promise<void> {
  const link = /\/admin\/set-up\/\S+/.exec(product.out())?.[0];
  if (link === undefined) throw new Error('the product printed no set-up link');
  await page.goto(product.url + link);
  await page.fill('input[name=name]', 'Ana Reyes');
  await page.fill('input[name=address]', 'ana@example.test');
  await page.fill('input[name=password]', 'a lantern on the quay');
  await page.click('main button[type=submit]');
  await page.waitForURL('**/admin');
}

/** A draft of one story. @returns its path */
async function draftEdition(page: Page, product: Product): Promise<string> {
  await page.goto(`${product.url}/admin/editions/new`);
  await page.locator('input[name=article]').first().check();
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL(/editions\/[a-z2-7]{16}/);
  return new URL(page.url()).pathname;
}

const pathsOf = (pages: ReadonlyArray<readonly [string, string]>): readonly string[] =>
  pages.map(([, at]) => at);

const inTens = (addresses: readonly string[]): Array<readonly [string, readonly string[]]> =>
  Array.from({ length: Math.ceil(addresses.length / 10) }, (_, n) => {
    const ten = addresses.slice(n * 10, n * 10 + 10);
    return [ten[0] ?? '', ten];
  });

/** Looks at each page in both schemes: its colours change under it, as they do at nightfall. */
async function findAll(page: Page, product: Product, addresses: readonly string[]) {
  const found: Record<string, readonly string[]> = {};
  for (const address of addresses) {
    await page.goto(product.url + address);
    // Evaluated and not added as a script, so that the page keeps its content security policy.
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const violations = await findViolations(page);
      if (violations.length > 0) found[`${address} in ${colorScheme}`] = violations;
    }
  }
  return found;
}

/** Whether a sighted person sees where the focus is: a line around the element, or around what stands for it. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const at = document.activeElement;
    // Behind the last link the focus is with the browser itself.
    if (!at || at === document.body) return true;
    const { width, height } = at.getBoundingClientRect();
    const lines = [
      getComputedStyle(at),
      getComputedStyle(at, '::after'),
      getComputedStyle(at.closest('.palette') ?? at),
    ];
    const hasLine = lines.some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    );
    return hasLine && width > 1 && height > 1;
  });

/** Presses Tab until what has the focus is called so. @throws when that does not come, or a focus on the way cannot be seen */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const called = await page.evaluate(() => {
      const at = document.activeElement;
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined;
      return at === document.body
        ? ''
        : (label ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '').trim();
    });
    if (!(await showsFocus(page))) throw new Error(`nobody sees the focus on “${called.slice(0, 80)}”`);
    if (name.test(called)) return;
  }
  throw new Error(`${String(name)} was not reached by Tab`);
}

describeWithBrowser('people with any eyes and hands can use it', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;

  beforeAll(async () => {
    product = await products.start();
  }, 90_000);

  test('the pages of readers', async () => {
    const page = await (await browser.visit()).newPage();
    expect(await findAll(page, product, pathsOf(readerPages))).toEqual({});
  }, 90_000);

  describe('the pages of the newsroom', () => {
    let signedIn: BrowserContextOptions;
    let edition: string;

    beforeAll(async () => {
      const context = await browser.visit();
      const page = await context.newPage();
      await becomeOwner(page, product);
      edition = await draftEdition(page, product);
      signedIn = { storageState: await context.storageState() };
    }, 90_000);

    // Ten at a time, so that the time each part has is that of ten pages, however many there come to be.
    test.each(inTens(pathsOf(adminPages)))(
      'from %s on',
      async (_first, addresses) => {
        const page = await (await browser.visit(signedIn)).newPage();
        expect(await findAll(page, product, addresses)).toEqual({});
      },
      90_000,
    );

    test('an edition before its send', async () => {
      const page = await (await browser.visit(signedIn)).newPage();
      const drafts = [edition, `${edition}/preview`, `${edition}/tiers`, `${edition}/send`];
      expect(await findAll(page, product, drafts)).toEqual({});
    }, 90_000);

    test('an edition is made and sent with the keyboard alone', async () => {
      const page = await (await browser.visit(signedIn)).newPage();
      const { keyboard } = page;
      await page.goto(`${product.url}/admin`);
      await tabTo(page, /^Skip to the page$/, 1);
      await keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

      await keyboard.press('Control+k');
      await keyboard.type('new ed');
      expect(await showsFocus(page)).toBe(true);
      await keyboard.press('Enter');
      await page.waitForURL('**/editions/new');

      await tabTo(page, /ferry/i);
      await keyboard.press('Space');
      await tabTo(page, /^Begin with the chosen/);
      await keyboard.press('Enter');
      await page.waitForURL(/editions\/[a-z2-7]{16}$/);

      await tabTo(page, /^Subject$/);
      await keyboard.press('Control+a');
      await keyboard.type('By hand, and without a mouse');
      await keyboard.press('Control+s');
      await page
        .locator('[data-save-state]')
        .filter({ hasText: /^Saved \d/ })
        .waitFor();
      await tabTo(page, /^Divider$/);
      await keyboard.press('Enter');
      await page.locator('.block').nth(1).waitFor();
      await page.locator('.block').nth(1).locator('button:not([disabled])').first().focus();
      await keyboard.press('Alt+ArrowUp');
      await page.waitForFunction(() => /divider/i.test(document.querySelector('.block')?.textContent ?? ''));

      await page.reload();
      await tabTo(page, /^Go to sending$/);
      await keyboard.press('Enter');
      await page.waitForURL('**/send');
      await tabTo(page, /^Send to \d+\sreaders? now$/);
      await keyboard.press('Enter');
      await page.waitForURL('**/progress');
      expect(await page.locator('main').textContent()).toContain('By hand, and without a mouse');
    }, 90_000);

    test('the palette and the list of keys take the focus and give it back', async () => {
      const page = await (await browser.visit(signedIn)).newPage();
      const { keyboard } = page;
      await page.goto(`${product.url}/admin/readers`);
      const opener = page.getByRole('button', { name: 'Find' });
      await opener.focus();
      await keyboard.press('Enter');
      const field = page.getByRole('combobox', { name: 'Where to?' });
      const chosen = () => page.locator('[role=option][aria-selected=true]');
      await chosen().waitFor();
      await keyboard.press('ArrowDown');
      expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen().getAttribute('id'));
      await page.evaluate(axe);
      expect(await findViolations(page)).toEqual([]);
      // Round in the dialog, never out of it.
      for (let presses = 0; presses < 4; presses += 1) await keyboard.press('Tab');
      await keyboard.press('Escape');
      expect(await page.locator('dialog[open]').count()).toBe(0);
      expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);

      await keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('checkbox', { name: /The key \?/ }).uncheck();
      await keyboard.press('Escape');
      expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
      await keyboard.press('?');
      expect(await page.locator('dialog[open]').count()).toBe(0);

      await page.reload();
      await page.fill('#q', 'is it?');
      await keyboard.press('?');
      expect(await page.locator('#q').inputValue()).toBe('is it??');
      expect(await page.locator('dialog[open]').count()).toBe(0);
    }, 60_000);

    test('on paper there is white, the matter and no navigation, also from a dark screen', async () => {
      const page = await (await browser.visit(signedIn)).newPage();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const seen = async (path: string) => {
        await page.goto(product.url + path);
        return page.evaluate(() => ({
          ground: getComputedStyle(document.body).backgroundColor,
          ink: getComputedStyle(document.body).color,
          shown: [...document.querySelectorAll('nav, button, .button, form.filters, .rail')].filter(
            (each) => each.getClientRects().length > 0,
          ).length,
          address: document.querySelector<HTMLElement>('.on-paper')?.innerText,
        }));
      };
      const paper = { ground: 'rgb(255, 255, 255)', ink: 'rgb(0, 0, 0)', shown: 0 };
      expect(await seen('/admin/readers')).toEqual({ ...paper, address: undefined });
      const story = '/articles/last-ferry-stays-by-a-single-vote';
      expect(await seen(story)).toEqual({ ...paper, address: expect.stringContaining(story) });
      // A table stays a table: on a narrow screen its rows are paragraphs.
      await page.setViewportSize({ width: 680, height: 900 });
      await page.goto(`${product.url}/admin/readers`);
      expect(
        await page
          .locator('tbody td')
          .first()
          .evaluate((cell) => getComputedStyle(cell).display),
      ).toBe('table-cell');
    }, 60_000);

    test('an edition on its way', async () => {
      const page = await (await browser.visit(signedIn)).newPage();
      await page.goto(`${product.url}${edition}/send`);
      await page.locator('form[action$="/release"] button:not([name])').click();
      await page.waitForURL('**/progress');
      const sent = ['progress', 'receipt', 'report', 'more'].map((part) => `${edition}/${part}`);
      expect(await findAll(page, product, sent)).toEqual({});
    }, 90_000);
  });
});
