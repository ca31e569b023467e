import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findEmbeddedUrl } from '../../src/platform/embedded-postgres.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { createEdition, readReceipt, sendEdition, sumOf } from '../support/editions.ts';
import { type Product, runDoorstep, useProducts } from '../support/run-product.ts';

const git = (...args: string[]): string =>
  execFileSync('git', args, {
    cwd: packageRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** The newest tag before this state, or whatever TEST_UPGRADE_FROM names. */
function findEarlier(): string | null {
  const named = process.env['TEST_UPGRADE_FROM'];
  if (named !== undefined && named !== '') return named;
  try {
    return git('describe', '--tags', '--abbrev=0', 'HEAD^');
  } catch {
    return null;
  }
}

const earlier = findEarlier();
if (earlier === null)
  process.stderr.write(
    'upgrade: skipped, no earlier release is tagged (TEST_UPGRADE_FROM names any commit)\n',
  );
const withEarlier = earlier === null ? describe.skip : describe;

/** Builds that state beside ours, with our packages. @returns its own file */
function buildEarlier(folder: string): string {
  const archive = execFileSync('git', ['archive', '--format=tar', String(earlier)], {
    cwd: packageRoot,
    maxBuffer: 512 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(path.join(packageRoot, 'node_modules'), path.join(folder, 'node_modules'));
  execFileSync('npm', ['run', '-s', 'build'], { cwd: folder, stdio: 'ignore' });
  return path.join(folder, 'dist/src/main.js');
}

async function sendOne(product: Product, story: string): Promise<string> {
  const id = await createEdition(product, 'morning-edition', [story]);
  await sendEdition(product, id);
  const receipt = await readReceipt(product, id);
  expect(receipt).toMatchObject({ accepted: receipt.audience, waiting: 0, inDoubt: 0 });
  expect(sumOf(receipt)).toBe(receipt.audience);
  return id;
}

withEarlier('an upgrade from the release before', () => {
  const products = useProducts();
  const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-earlier-'));
  chmodSync(folder, 0o755);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('the old program goes on beside the new schema, and the new one takes over its data', async () => {
    const entry = buildEarlier(folder);
    const home = products.folder();
    const old = await products.start({ folder: home, entry });
    const first = await sendOne(old, 'big-agnes-lifts-again');
    const receipt = await readReceipt(old, first);

    const url = String(await findEmbeddedUrl(old.dataDir));
    const env = { DATABASE_URL: url, DATA_DIR: old.dataDir, SMTP_URL: 'smtp://127.0.0.1:9' };
    const migrated = await runDoorstep(['migrate'], env);
    expect([migrated.code, migrated.err]).toEqual([0, '']);

    for (const page of ['/', '/articles/big-agnes-lifts-again', '/newsletters', '/admin'])
      expect([page, (await fetch(`${old.url}${page}`)).status < 500]).toEqual([page, true]);
    await sendOne(old, 'the-bell-under-the-stage');
    expect(await readReceipt(old, first)).toEqual(receipt);
    expect((await old.stop()).code).toBe(0);

    const next = await products.start({ folder: home });
    expect(await readReceipt(next, first)).toEqual(receipt);
    await sendOne(next, 'last-ferry-stays-by-a-single-vote');
    expect((await next.stop()).code).toBe(0);
  }, 400_000);
});
