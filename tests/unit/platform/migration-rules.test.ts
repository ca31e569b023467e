import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../src/platform/package-root.ts';

/** Migrations up to this one belong to the first release: no older program runs beside them. */
const lastOfFirstRelease = '0027';

/**
 * What an older program that still runs would trip over, and what holds a large table for long. A later release, whose
 * predecessor no longer uses it, may do it: with a line `-- contract: why` in the file.
 */
const breaking: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bdrop\s+(?:table|column|function|view)\b/, 'takes something away'],
  [/\brename\b/, 'renames'],
  [/\bset\s+not\s+null\b/, 'asks for values that older code does not give'],
  [/\balter\s+column\s+\w+\s+(?:set\s+data\s+)?type\b/, 'rewrites a table'],
  [
    /\badd\s+column\s+\w+\s+[^,;]*\bnot\s+null\b(?![^,;]*\bdefault\b)(?![^,;]*\bgenerated\b)/,
    'wants a value without a default',
  ],
];

/** Why older code could not run beside it; empty when it could. */
function problemsOf(text: string): readonly string[] {
  if (/^-- contract: \S/m.test(text)) return [];
  const statements = text.replaceAll(/--.*$/gm, '').toLowerCase();
  return breaking.flatMap(([pattern, words]) => (pattern.test(statements) ? [words] : []));
}

const files = readdirSync(path.join(packageRoot, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((room) => {
    const folder = path.join(packageRoot, 'src', room.name, 'migrations');
    try {
      return readdirSync(folder).map((name) => path.join(folder, name));
    } catch {
      return [];
    }
  });

const later = files.filter((file) => path.basename(file).slice(0, 4) > lastOfFirstRelease);

test('no migration after the first release breaks the program that runs beside it', () => {
  expect(files.length).toBeGreaterThan(15);
  const found = later.flatMap((file) =>
    problemsOf(readFileSync(file, 'utf8')).map((words) => `${path.basename(file)} ${words}`),
  );
  expect(found).toEqual([]);
});

test('each number stands for one migration', () => {
  const numbers = files.map((file) => path.basename(file).slice(0, 4));
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
});

test.each([
  ['alter table delivery drop column fields;', 'takes something away'],
  ['alter table delivery rename column fields to values;', 'renames'],
  ['alter table sender alter column host set not null;', 'asks for values that older code does not give'],
  ['alter table sender alter column pid type bigint;', 'rewrites a table'],
  ['alter table sender add column version text not null;', 'wants a value without a default'],
])('%s is found', (text, words) => {
  expect(problemsOf(text)).toEqual([words]);
  expect(problemsOf(`-- contract: unused since 0.2.0\n${text}`)).toEqual([]);
});

test.each([
  'alter table sender add column accepted bigint not null default 0, add column note text;',
  '-- rename nothing, drop column nothing\ncreate table poll (id integer not null);',
  'alter table asked_mail drop constraint asked_mail_kind;',
])('%s is fine', (text) => expect(problemsOf(text)).toEqual([]));
