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
