import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createEdition, readReceipt, sendEdition } from '../support/editions.ts';
import { linkIn, receiveMail } from '../support/reader.ts';
import { runDoorstep, useProducts } from '../support/run-product.ts';

const products = useProducts();

test('a running install is backed up, restored in another folder, and its readers’ links work there', async () => {
  const product = await products.start();
  const id = await createEdition(product, 'morning-edition', ['big-agnes-lifts-again']);
  await sendEdition(product, id);
  const receipt = await readReceipt(product, id);
  const link = linkIn(product, await receiveMail(product, 'ben@example.test', /Agnes/), '/preferences/');
  const secret = await readFile(path.join(product.dataDir, 'app-secret'), 'utf8');
  const folder = products.folder();
  const file = path.join(folder, 'monday.doorstep');

  const made = await product.doorstep('backup', file, '--json');
  expect(made.code === 0 ? '' : made.err).toBe('');
  expect(JSON.parse(made.out)).toMatchObject({ file, tables: expect.any(Number), version: '0.1.0' });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const beside = await product.doorstep('restore', file);
  expect([beside.code, beside.err]).toEqual([2, expect.stringContaining('This database is not empty')]);
  expect((await product.stop()).code).toBe(0);

  const env = { DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'error' };
  const secretless = await runDoorstep(['restore', file], env);
  expect([secretless.code, secretless.err]).toEqual([2, expect.stringContaining('APP_SECRET holds nothing')]);
  const wrong = await runDoorstep(['restore', file], { ...env, APP_SECRET: 'a secret of another install' });
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('does not open the keys')]);
  await expect(stat(env.DATA_DIR)).rejects.toThrow('ENOENT');
  const restored = await runDoorstep(['restore', file, '--json'], { ...env, APP_SECRET: secret });
  expect(restored.code === 0 ? '' : restored.err).toBe('');

  const next = await products.start({ folder, env: { APP_SECRET: secret } });
  expect(await readReceipt(next, id)).toEqual(receipt);
  const page = await fetch(`${next.url}${new URL(link).pathname}`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Morning');
  const again = await createEdition(next, 'morning-edition', ['the-bell-under-the-stage']);
  await sendEdition(next, again);
  expect((await readReceipt(next, again)).accepted).toBe(receipt.accepted);
  expect((await next.stop()).code).toBe(0);
}, 240_000);
