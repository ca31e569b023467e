import { buildSync } from 'esbuild';

const built = buildSync({
  entryPoints: ['templates/assets/embed.ts'],
  bundle: true,
  minify: true,
  target: 'es2022',
  write: false,
}).outputFiles[0]?.text;

test('the script for other sites is at most 3 KB, before compression', () => {
  expect(built?.length).toBeGreaterThan(500);
  expect(Buffer.byteLength(built ?? '')).toBeLessThanOrEqual(3072);
});

test('it loads nothing, keeps nothing and builds no code', () => {
  for (const word of ['import(', 'eval', 'Function(', 'localStorage', 'document.cookie', 'innerHTML', 'http'])
    expect(built).not.toContain(word);
  expect(built?.match(/\bfetch\(/g)).toHaveLength(1);
  expect(built).toContain('credentials:"omit"');
});
