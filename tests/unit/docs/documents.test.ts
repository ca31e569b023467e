import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../src/platform/package-root.ts';

test('every test that the table of security items names is there', () => {
  const text = readFileSync(path.join(packageRoot, 'docs/security.md'), 'utf8');
  const named = [...new Set([...text.matchAll(/`(tests\/[\w./-]+)`/g)].map(([, file = '']) => file))];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(path.join(packageRoot, file)))).toEqual([]);
});
