import type { CDPSession, Page } from 'playwright-core';
import { findFreePort } from '../../src/platform/free-port.ts';
import { type Product, useProducts } from '../support/run-product.ts';
import { describeWithBrowser, useBrowser } from '../support/use-browser.ts';

const password = 'a lantern on the quay';

/** An authenticator in Chromium itself that keeps passkeys and finds its owner's finger right. */
async function addAuthenticator(page: Page): Promise<{ client: CDPSession; id: string }> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { client, id: authenticatorId };
}

describeWithBrowser('a passkey in a browser', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;
  let url: string;

  beforeAll(async () => {
    const port = await findFreePort();
    // A passkey has no home at an address of bare numbers.
    url = `http://localhost:${port}`;
    product = await products.start({ env: { PORT: String(port), PUBLIC_URL: url } });
  }, 90_000);

  test('is made on the page of one’s account, opens the newsroom alone, and no longer once it is removed', async () => {
    const page = await (await browser.visit()).newPage();
    const { client, id } = await addAuthenticator(page);
    await page.goto(url + (/\/admin\/set-up\/\S+/.exec(product.out())?.[0] ?? ''));
    await page.fill('input[name=name]', 'Ana Reyes');
    await page.fill('input[name=address]', 'ana@example.test');
    await page.fill('input[name=password]', password);
    await page.click('main button[type=submit]');
    await page.waitForURL('**/admin');

    await page.goto(`${url}/admin/account/passkeys/new`);
    await page.fill('input[name=name]', 'Laptop');
    await page.fill('input[name=current]', password);
    await page.getByRole('button', { name: 'Make the passkey' }).click();
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    expect(await page.locator('#recovery-codes li').count()).toBe(10);
    const { credentials } = await client.send('WebAuthn.getCredentials', { authenticatorId: id });
    expect(credentials).toHaveLength(1);

    await page.context().clearCookies();
    await page.goto(`${url}/admin/stories`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL('**/admin/stories');
    await page.goto(`${url}/admin/account`);
    await page.getByRole('link', { name: 'Laptop' }).click();
    await page.fill('input[name=current]', password);
    await page.getByRole('button', { name: 'Remove this passkey' }).click();
    await page.getByText('The passkey is removed').waitFor();

    await page.context().clearCookies();
    await page.goto(`${url}/admin/sign-in`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('This passkey opens nothing here').first().waitFor();
  }, 60_000);
});
