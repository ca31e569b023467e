import { createEdition, readReceipt, sendEdition, sumOf } from '../support/editions.ts';
import { fieldsOf, headerOf, linkIn, post, receiveMail } from '../support/reader.ts';
import { type Product, until, useProducts } from '../support/run-product.ts';

const products = useProducts();
const reader = 'nell@example.test';
const stories = ['last-ferry-stays-by-a-single-vote', 'big-agnes-lifts-again'];
let product: Product;

beforeAll(async () => {
  product = await products.start();
}, 90_000);

const pageAt = async (url: string): Promise<string> => (await fetch(url)).text();

async function signUpInArticle(email: string): Promise<Response> {
  const page = await pageAt(`${product.url}/articles/${stories[0]}`);
  const fields = fieldsOf(page, '/signup');
  expect(fields.get('newsletter')).toBe('morning-edition');
  fields.set('email', email);
  return post(`${product.url}/signup`, fields);
}

describe('a reader meets the box in an article', () => {
  test('and is told the reason when the address is none', async () => {
    const answer = await signUpInArticle('nell at example');
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('Please check the address');
    expect(fieldsOf(page, '/signup').get('email')).toBe('nell at example');
  });

  test('signs up, and confirms by the button behind the link in the mail', async () => {
    const answer = await signUpInArticle(reader);
    expect(answer.status).toBe(303);
    expect(await pageAt(`${product.url}${answer.headers.get('location')}`)).toMatch(/inbox/i);

    const link = linkIn(product, await receiveMail(product, reader, /confirm/i), '/confirm/');
    const path = new URL(link).pathname;
    const page = await pageAt(link);
    // Scanners open every link: looking must not confirm.
    expect(await pageAt(link)).toBe(page);
    expect((await post(link, fieldsOf(page, path))).status).toBe(200);
    expect((await fetch(link)).status).toBe(410);
  });
});

describe('an editor sends an edition from the command line', () => {
  let id: string;

  beforeAll(async () => {
    id = await createEdition(product, 'morning-edition', stories);
    await sendEdition(product, id);
  }, 60_000);

  test('and its receipt adds up', async () => {
    const receipt = await readReceipt(product, id);
    expect(receipt.audience).toBeGreaterThan(1);
    expect(receipt).toMatchObject({ accepted: receipt.audience, waiting: 0, attempting: 0, inDoubt: 0 });
    expect(sumOf(receipt)).toBe(receipt.audience);
  });

  test('which sends nobody who is pending or has left a copy', async () => {
    const { data } = await (await fetch(`${product.url}/dev/inbox.json`)).json();
    const readers = data.map(({ to }: { to: string }) => to);
    expect(readers).toContain('ben@example.test');
    expect(readers).not.toContain('ada@example.test');
    expect(readers).not.toContain('cleo@example.test');
  });

  test('the digest is a mail that programs and people can read', async () => {
    const digest = await receiveMail(product, reader, /ferry/i);
    const { raw, mail } = digest;
    expect(headerOf(digest, 'List-Unsubscribe')).toMatch(/^<https?:\/\/[^>]+\/unsubscribe\/[^>]+>$/);
    expect(headerOf(digest, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(headerOf(digest, 'List-Id')).toMatch(/<[\w.-]+>$/);
    expect(mail.html?.includes('Big Agnes lifts again')).toBe(true);
    const targets = [...(mail.text ?? '').matchAll(/https?:\/\/\S+(\/c\/\S+)/g)].map(async ([, path = '']) =>
      (await fetch(`${product.url}${path}`, { redirect: 'manual' })).headers.get('location'),
    );
    expect((await Promise.all(targets)).join(' ')).toContain('/articles/last-ferry-stays-by-a-single-vote');
    expect(raw.length).toBeLessThan(100_000);
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998);
  });

  test('one click leaves, and the next edition does not come', async () => {
    const digest = await receiveMail(product, reader, /ferry/i);
    const [, link = ''] = /\/(unsubscribe\/[^>]+)>/.exec(headerOf(digest, 'List-Unsubscribe')) ?? [];
    const before = await readReceipt(product, id);
    expect((await fetch(`${product.url}/${link}`)).status).toBe(200);
    const gone = await post(
      `${product.url}/${link}`,
      new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    );
    expect(gone.status).toBe(200);
    expect(await gone.text()).not.toContain('<');

    const next = await createEdition(product, 'morning-edition', ['the-bell-under-the-stage']);
    await sendEdition(product, next);
    const after = await readReceipt(product, next);
    expect(after.audience).toBe(before.audience - 1);
    expect(sumOf(after)).toBe(after.audience);
  }, 60_000);
});

test('nothing went wrong on the way', async () => {
  await until('the product is ready', () => fetch(`${product.url}/readyz`).then((answer) => answer.ok));
  expect(product.err()).toBe('');
});
