import { receiveMail, linkIn } from '../support/reader.ts';
import { type Product, useProducts } from '../support/run-product.ts';
import { describeWithBrowser, useBrowser } from '../support/use-browser.ts';

describeWithBrowser('the sign-up box in a browser', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;
  const story = () => `${product.url}/articles/last-ferry-stays-by-a-single-vote`;

  beforeAll(async () => {
    product = await products.start();
  }, 90_000);

  test('answers in its place, so that the reader stays in the story', async () => {
    const page = await (await browser.visit()).newPage();
    await page.goto(story());
    const box = page.locator('[data-sign-up]').first();
    await box.getByLabel('Your e-mail address').fill('nell@example.test');
    await box.getByRole('button', { name: 'SIGN ME UP!' }).click();

    await box.getByText('Now look in your inbox').waitFor();
    expect(page.url()).toBe(story());
    expect(await box.getByRole('button').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('sign-up__answer');
  });

  test('keeps what was typed and says at the field what is wrong with it', async () => {
    const page = await (await browser.visit()).newPage();
    await page.goto(story());
    const box = page.locator('[data-sign-up]').first();
    const field = box.getByLabel('Your e-mail address');
    await field.fill('nell at example');
    await field.press('Enter');

    await box.getByRole('alert').waitFor();
    expect(await field.inputValue()).toBe('nell at example');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(page.url()).toBe(story());
  });

  test('works without scripts, to the confirmed subscription', async () => {
    const page = await (await browser.visit({ javaScriptEnabled: false })).newPage();
    await page.goto(story());
    const box = page.locator('[data-sign-up]').first();
    await box.getByLabel('Your e-mail address').fill('otto@example.test');
    await box.getByRole('button', { name: 'SIGN ME UP!' }).click();
    await page.waitForURL('**/signup/check/**');
    expect(await page.textContent('main')).toContain('inbox');

    const mail = await receiveMail(product, 'otto@example.test', /confirm/i);
    await page.goto(linkIn(product, mail, '/confirm/'));
    await page.getByRole('button', { name: 'Yes, start sending' }).click();
    expect(await page.textContent('main')).toContain('Morning Edition');
    expect(await page.getByRole('button', { name: 'Yes, start sending' }).count()).toBe(0);
  });

  test('fits a phone: nothing is wider than the screen', async () => {
    const page = await (await browser.visit({ viewport: { width: 375, height: 800 } })).newPage();
    for (const path of ['/', '/newsletters', '/signup', '/subscribe', new URL(story()).pathname]) {
      await page.goto(product.url + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect({ path, wide }).toEqual({ path, wide: 375 });
    }
  });
});
