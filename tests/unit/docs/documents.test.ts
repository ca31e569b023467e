import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../src/platform/package-root.ts';

test('every test that the table of security items names is there', () => {
  const text = readFileSync(path.join(packageRoot, 'docs/security.md'), 'utf8');
  const named = [...new Set([...text.matchAll(/`(tests\/[\w./-]+)`/g)].map(([, file = '']) => file))];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(path.join(packageRoot, file)))).toEqual([]);
});

describe('the handbook', () => {
  const folder = path.join(packageRoot, 'docs/handbook');
  const pictures = path.join(packageRoot, 'docs/pictures/handbook');
  const chapters = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const read = (file: string): string => readFileSync(file, 'utf8');

  /** What a chapter links to or shows, beside other sites. */
  const targetsOf = (chapter: string): readonly string[] =>
    [...read(path.join(folder, chapter)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target));

  /** As the sites that show Markdown make them of headings. */
  const anchorsIn = (file: string): readonly string[] =>
    [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    );

  test.each(chapters)('%s links to what there is', (chapter) => {
    const targets = targetsOf(chapter);
    expect(targets.length).toBeGreaterThan(0);
    const lost = targets.filter((target) => {
      const [name = '', anchor] = target.split('#');
      const file = path.join(folder, name);
      return !existsSync(file) || (anchor !== undefined && !anchorsIn(file).includes(anchor));
    });
    expect(lost).toEqual([]);
  });

  test('has every chapter in its contents', () => {
    const listed = targetsOf('README.md');
    expect(chapters.filter((name) => name !== 'README.md' && !listed.includes(name))).toEqual([]);
  });

  test('shows every picture that was taken for it, each told in words, and none is heavy', () => {
    const texts = chapters.map((chapter) => read(path.join(folder, chapter))).join('\n');
    const taken = readdirSync(pictures);
    expect(taken.length).toBeGreaterThan(20);
    expect(taken.filter((name) => !texts.includes(`](../pictures/handbook/${name})`))).toEqual([]);
    expect(texts).not.toMatch(/!\[\s*\]/);
    expect(taken.filter((name) => statSync(path.join(pictures, name)).size > 120 * 1024)).toEqual([]);
  });
});
