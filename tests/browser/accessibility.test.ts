import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type Product, useProducts } from '../support/run-product.ts';
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
  // Evaluated and not added as a script, so that the page keeps its content security policy.
  await page.evaluate(axe);
  const result = axeResult.parse(await page.evaluate('axe.run()'));
  // A run that looked at nothing would be clean as well.
  expect(result.passes.length).toBeGreaterThan(5);
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

const readerPages = [
  '/',
  '/articles/last-ferry-stays-by-a-single-vote',
  '/newsletters',
  '/signup',
  '/subscribe',
  '/unsubscribe/sample',
  '/confirm/no-such-token',
  '/dev/inbox',
  '/no-such-page',
];

describeWithBrowser('people with any eyes and hands can use it', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;

  beforeAll(async () => {
    product = await products.start();
  }, 90_000);

  test.each(['light', 'dark'] as const)(
    'the pages of readers, in the %s scheme',
    async (colorScheme) => {
      const page = await (await browser.visit({ colorScheme })).newPage();
      const found: Record<string, readonly string[]> = {};
      for (const address of readerPages) {
        await page.goto(product.url + address);
        const violations = await findViolations(page);
        if (violations.length > 0) found[address] = violations;
      }
      expect(found).toEqual({});
    },
    90_000,
  );
});
