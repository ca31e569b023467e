import { assert, pre, property, string } from 'fast-check';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import type { Catalog } from '../../../src/segments/catalog.ts';
import { compileRules } from '../../../src/segments/compile-rules.ts';
import { type Rule, type RuleGroup, parseRules } from '../../../src/segments/rules.ts';

const catalog: Catalog = {
  newsletters: new Map([['morning', 7]]),
  tiers: new Map([
    ['free', { id: 1, isFree: true }],
    ['digital', { id: 2, isFree: false }],
  ]),
  fields: new Map([
    ['street', 'text'],
    ['children', 'number'],
    ['since', 'date'],
    ['calls', 'yes or no'],
  ]),
  mailings: new Set([41]),
  language: 'en',
  timeZone: 'Europe/Berlin',
};

/** Compiles statements and sends none. */
const db = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (each) => new PostgresIntrospector(each),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function statementOf(rules: RuleGroup) {
  const compiled = compileRules(rules, catalog);
  if (compiled.kind !== 'compiled') throw new Error(compiled.problems[0]?.message);
  return sql`select where ${compiled.where}`.compile(db);
}

const all = (...rules: readonly Rule[]): RuleGroup => ({ match: 'all', rules });

const problemsOf = (...rules: readonly Rule[]) => {
  const compiled = compileRules(all(...rules), catalog);
  return compiled.kind === 'ill-formed' ? compiled.problems : [];
};

describe('values', () => {
  const marker = `x' or 1=1 -- $1 :name ? "`;

  test('of text are parameters, whatever they hold', () => {
    const { sql: text, parameters } = statementOf(
      all(
        { on: 'address or name', is: 'contains', value: marker },
        { on: 'domain', is: 'is not', value: marker },
        { on: 'source', is: 'is', value: marker },
        { on: 'tag', is: 'has', value: marker },
        { on: 'field', field: 'street', is: 'is', value: marker },
        { on: 'field', field: 'street', is: 'contains', value: marker },
      ),
    );
    expect(text).not.toContain('1=1');
    expect(parameters.filter((value) => String(value).includes('1=1')).length).toBeGreaterThanOrEqual(6);
  });

  test('never stand in the statement: a property over any text', () => {
    assert(
      property(string({ minLength: 1, maxLength: 80, unit: 'binary' }), (value) => {
        const read = parseRules({ match: 'any', rules: [{ on: 'tag', is: 'has', value }] });
        pre(read.kind === 'rules');
        if (read.kind !== 'rules') return;
        expect(statementOf(read.rules).sql).toBe(
          statementOf({ match: 'any', rules: [{ on: 'tag', is: 'has', value: 'plain' }] }).sql,
        );
      }),
    );
  });

  test('are looked up where they name something', () => {
    const { parameters } = statementOf(
      all(
        { on: 'newsletter', is: 'active', newsletter: 'morning', rhythm: 'weekly' },
        { on: 'tier', is: 'has', value: 'digital' },
        { on: 'mailing', is: 'got', value: 41 },
      ),
    );
    expect(parameters).toEqual([7, 'weekly', 2, 41]);
  });
});

describe('a rule that names what is not there', () => {
  test.each<[string, Rule]>([
    ['newsletter', { on: 'newsletter', is: 'active', newsletter: 'evening', rhythm: '' }],
    ['tier', { on: 'tier', is: 'has', value: 'gold' }],
    ['field', { on: 'field', field: 'shoe-size', is: 'is', value: '3' }],
    ['field of the prototype', { on: 'field', field: '__proto__', is: 'is given', value: '' }],
    ['mailing', { on: 'mailing', is: 'got', value: 42 }],
  ])('is told: a %s', (_what, rule) => {
    const problems = problemsOf({ on: 'tag', is: 'has', value: 'choir' }, rule);
    expect(problems).toEqual([{ at: '1', message: expect.stringMatching(/any more|never sent/) }]);
  });
});

describe('a custom field', () => {
  test.each<[string, string, string]>([
    ['children', 'is above', 'two'],
    ['children', 'is', ''],
    ['since', 'is before', '2027-02-30'],
    ['since', 'is after', '1'],
    ['calls', 'is', 'perhaps'],
    ['street', 'is above', '3'],
    ['children', 'contains', '3'],
    ['calls', 'is not', 'yes'],
  ])('refuses %s %s “%s”', (field, is, value) => {
    const read = parseRules({ match: 'all', rules: [{ on: 'field', field, is, value }] });
    if (read.kind !== 'rules') throw new Error('the rule itself is well-formed');
    expect(compileRules(read.rules, catalog).kind).toBe('ill-formed');
  });

  test('needs no value to be given or empty', () => {
    expect(problemsOf({ on: 'field', field: 'children', is: 'is empty', value: '' })).toEqual([]);
  });
});

test('all of no rules is everybody, any of no rules nobody', () => {
  expect(statementOf({ match: 'all', rules: [] }).sql).toContain('(true)');
  expect(statementOf({ match: 'any', rules: [] }).sql).toContain('(false)');
});
