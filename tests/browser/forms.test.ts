import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { type Product, useProducts } from '../support/run-product.ts';
import { describeWithBrowser, useBrowser } from '../support/use-browser.ts';

describeWithBrowser('sign-up forms on other sites', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;
  let site: Server;
  let siteUrl: string;
  let paper: string;
  let password: string;

  const bodies: Record<string, () => string> = {
    '/script': () =>
      `<script src="${paper}/embed.js?form=article" data-article="council-notes" async></script>`,
    '/frame': () => `<iframe src="${paper}/embed/article" width="600" height="400"></iframe>`,
  };

  beforeAll(async () => {
    product = await products.start();
    // Its public address: what stands in the code to paste.
    paper = `http://localhost:${product.port}`;
    const added = await product.doorstep('staff', 'add', 'owner@example.test', '--role', 'owner', '--json');
    ({ password } = JSON.parse(added.out) as { password: string });
    site = createServer((request, response) => {
      const body = bodies[request.url ?? '']?.() ?? '';
      // As strict as a careful site can be: our file may run, and the form may be asked about and posted.
      response.setHeader(
        'Content-Security-Policy',
        `default-src 'none'; script-src ${paper}; connect-src ${paper}; form-action ${paper}; frame-src ${paper}`,
      );
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="en"><title>Another site</title><main>${body}</main></html>`);
    });
    await new Promise<void>((resolve) => {
      site.listen(0, '127.0.0.1', resolve);
    });
    siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  }, 90_000);
  afterAll(
    () =>
      new Promise((resolve) => {
        site.close(resolve);
      }),
  );

  async function setRules(fields: Record<string, string>, proofOfWork = false): Promise<void> {
    const page = await (await browser.visit()).newPage();
    await page.goto(`${paper}/admin/sign-in`);
    await page.getByLabel('E-mail').fill('owner@example.test');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/admin');
    await page.goto(`${paper}/admin/settings/sign-up`);
    for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
    await page.locator('[name=proofOfWork]').setChecked(proofOfWork);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/sign-up?done=saved');
  }

  const signUp = async (page: Pick<Page, 'getByLabel' | 'getByRole'>, email: string): Promise<void> => {
    await page.getByLabel('Your e-mail address').fill(email);
    await page.getByRole('button', { name: 'SIGN ME UP!' }).click();
  };

  test('on a site that is not listed, the script tag leads to the page with one button', async () => {
    const page = await (await browser.visit()).newPage();
    await page.goto(`${siteUrl}/script`);
    await signUp(page, 'ute@example.test');
    await page.getByText('Is this your address?').waitFor();
    expect(page.url()).toBe(`${paper}/signup`);
  });

  test('on a listed one the answer comes in place, nothing else is loaded, and the site’s own rules hold', async () => {
    await setRules({ sites: siteUrl });
    const page = await (await browser.visit()).newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${siteUrl}/script`);
    await signUp(page, 'vic@example.test');
    await page.getByText('Now look in your inbox').waitFor();
    expect(page.url()).toBe(`${siteUrl}/script`);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(asked.filter((line) => !line.includes('favicon'))).toEqual([
      `GET ${siteUrl}/script`,
      `GET ${paper}/embed.js?form=article`,
      `POST ${paper}/signup`,
      `POST ${paper}/signup`,
    ]);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
  });

  test('a listed site may frame the form, which answers inside the frame', async () => {
    const page = await (await browser.visit()).newPage();
    await page.goto(`${siteUrl}/frame`);
    const frame = page.frameLocator('iframe');
    await frame.getByLabel('Your e-mail address').fill('wes@example.test');
    await frame.getByRole('button', { name: 'SIGN ME UP!' }).click();
    await frame.getByText('Now look in your inbox').waitFor();
    expect(page.url()).toBe(`${siteUrl}/frame`);
  });

  test('with proof of work on, the box of a story still answers in its place', async () => {
    await setRules({ workBits: '14' }, true);
    const page = await (await browser.visit()).newPage();
    const story = `${paper}/articles/last-ferry-stays-by-a-single-vote`;
    await page.goto(story);
    const box = page.locator('[data-sign-up]').first();
    const began = Date.now();
    await box.getByLabel('Your e-mail address').fill('xan@example.test');
    await box.getByRole('button', { name: 'SIGN ME UP!' }).click();
    await box.getByText('Now look in your inbox').waitFor();
    console.log(`a puzzle of 14 bits and the sign-up took ${Date.now() - began} ms`);
    expect(page.url()).toBe(story);
  });
});
