import { type ReceivedMail, fieldsOf, linkIn, post, receiveMail } from '../support/reader.ts';
import { type Product, useProducts } from '../support/run-product.ts';
import { describeWithBrowser, useBrowser } from '../support/use-browser.ts';

describeWithBrowser('a scanner that runs scripts', () => {
  const products = useProducts();
  const browser = useBrowser();
  let product: Product;
  const story = '/articles/last-ferry-stays-by-a-single-vote';

  beforeAll(async () => {
    product = await products.start();
  }, 90_000);

  const signUp = async (email: string): Promise<void> => {
    const page = await (await fetch(product.url + story)).text();
    const fields = fieldsOf(page, '/signup');
    fields.set('email', email);
    expect((await post(`${product.url}/signup`, fields)).status).toBe(303);
  };

  const linksIn = ({ mail }: ReceivedMail): string[] => {
    const own = `http://localhost:${product.port}`;
    const found = `${mail.html ?? ''} ${mail.text ?? ''}`.match(/https?:\/\/[^\s>)"<]+/g) ?? [];
    return [...new Set(found)].filter((link) => link.startsWith(own));
  };

  /** Opens everything a mail links to, and waits until the pages have settled. @returns what was asked for beside reading */
  async function scan(links: readonly string[]): Promise<readonly string[]> {
    const page = await (await browser.visit()).newPage();
    const acts: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') acts.push(`${request.method()} ${request.url()}`);
    });
    for (const link of links) {
      await page.goto(link, { waitUntil: 'networkidle' });
      expect(await page.evaluate(() => document.title)).not.toBe('');
    }
    return acts;
  }

  test('changes nothing with the links of a confirmation, nor with those of a welcome', async () => {
    await signUp('zoe@example.test');
    const confirmation = await receiveMail(product, 'zoe@example.test', /confirm/i);
    const links = linksIn(confirmation);
    expect(links.some((link) => link.includes('/confirm/'))).toBe(true);
    expect(await scan(links)).toEqual([]);

    const confirm = linkIn(product, confirmation, '/confirm/');
    expect(await (await fetch(confirm)).text()).toContain('Yes, start sending');
    expect((await post(confirm, new URLSearchParams())).status).toBe(200);

    const welcome = await receiveMail(product, 'zoe@example.test', /welcome|signed up|first/i);
    const more = linksIn(welcome);
    expect(more.some((link) => link.includes('/unsubscribe/'))).toBe(true);
    expect(await scan(more)).toEqual([]);
    const preferences = await (await fetch(linkIn(product, welcome, '/preferences/'))).text();
    expect(preferences).toMatch(/value="morning-edition"[^>]*checked|checked[^>]*value="morning-edition"/);
  });
});
