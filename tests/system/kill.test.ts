import { isAlive, isReady, onePid, until, useProducts } from '../support/run-product.ts';

const products = useProducts();

/** kill -9, and the proof that it worked. */
async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(`process ${pid} is gone`, () => !isAlive(pid), 5000);
}

test('whichever of its processes is killed, it is started again and the service comes back', async () => {
  const product = await products.start();
  for (const part of ['web', 'send', 'build', 'postgres'] as const) {
    const before = product.pidsOf(part).length;
    const pid = onePid(product, part);
    await killHard(pid);

    await product.until(`${part} is back`, () => product.pidsOf(part).length === before);
    await product.until(`the product is ready after the end of ${part}`, () => isReady(product.url));
    expect(product.pidsOf(part)).not.toContain(pid);
  }
  expect((await product.stop()).code).toBe(0);
}, 120_000);

test('after a kill of the supervisor its processes leave, and the next start in the folder works', async () => {
  const folder = products.folder();
  const product = await products.start({ folder });
  const parts = (['web', 'build', 'send'] as const).flatMap((part) => product.pidsOf(part));
  const postgres = onePid(product, 'postgres');
  expect(parts).toHaveLength(4);
  await killHard(product.pid);
  await until('its processes have left', () => !parts.some(isAlive), 20_000);

  const next = await products.start({ folder });
  expect(isAlive(postgres)).toBe(false);
  expect((await next.stop()).code).toBe(0);
}, 120_000);

test('a stop that is asked for while its database comes back is a stop, and leaves nothing running', async () => {
  const product = await products.start();
  const postgres = onePid(product, 'postgres');
  await killHard(postgres);
  const { code, err } = await product.stop();
  expect({ code, said: code === 0 ? '' : err }).toEqual({ code: 0, said: '' });
  expect(product.pidsOf('postgres')).toEqual([]);
}, 120_000);
