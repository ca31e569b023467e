import { mostRules, parseRules } from '../../../src/segments/rules.ts';

const tag = { on: 'tag', is: 'has', value: 'choir' };

const problemsOf = (input: unknown) => {
  const read = parseRules(input);
  return read.kind === 'ill-formed' ? read.problems : [];
};

/** A tree whose innermost rule lies under so many groups. */
const nested = (levels: number): unknown =>
  levels === 0 ? tag : { match: 'all', rules: [nested(levels - 1)] };

describe('a tree of rules', () => {
  test('is read with its groups', () => {
    const rules = { match: 'all', rules: [tag, { match: 'not', rules: [{ ...tag, value: '  quay ' }] }] };
    expect(parseRules(rules)).toEqual({
      kind: 'rules',
      rules: { match: 'all', rules: [tag, { match: 'not', rules: [{ ...tag, value: 'quay' }] }] },
    });
  });

  test('may be four levels deep, and not five', () => {
    expect(parseRules(nested(4)).kind).toBe('rules');
    expect(problemsOf(nested(5))).toEqual([{ at: '0.0.0.0', message: 'Please go at most 4 levels deep' }]);
  });

  test('a thousand levels are refused like five', () => {
    expect(problemsOf(nested(1000))).toHaveLength(1);
  });

  test('may have fifty rules, and not fifty-one', () => {
    const rulesOf = (count: number) => ({ match: 'any', rules: Array.from({ length: count }, () => tag) });
    expect(parseRules(rulesOf(mostRules)).kind).toBe('rules');
    expect(problemsOf(rulesOf(mostRules + 1))).toEqual([
      { at: '', message: 'Please use at most 50 rules and groups' },
    ]);
  });

  test('fifty-one in several groups are complained about once', () => {
    const group = { match: 'any', rules: Array.from({ length: 20 }, () => tag) };
    expect(problemsOf({ match: 'all', rules: [group, group, group] })).toEqual([
      { at: '2.7', message: 'Please use at most 50 rules and groups' },
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'drop table subscriber'],
    ['a list', [tag]],
    ['a bare rule', tag],
    ['an unknown match', { match: 'some', rules: [tag] }],
    ['rules that are none', { match: 'all', rules: { length: 1, 0: tag } }],
    ['something beside it', { match: 'all', rules: [tag], sql: 'true' }],
    ['no rule', { match: 'all', rules: [] }],
    ['an empty group within', { match: 'all', rules: [{ match: 'any', rules: [] }] }],
  ])('%s is ill-formed', (_what, input) => {
    expect(problemsOf(input)).toHaveLength(1);
  });

  test.each([
    ['an unknown kind', { on: 'password_hash', is: 'is', value: 'x' }],
    ['a prototype', { on: '__proto__', is: 'is', value: 'x' }],
    ['an unknown test', { on: 'tag', is: "has' or true", value: 'x' }],
    ['no value', { on: 'tag', is: 'has' }],
    ['an empty value', { on: 'tag', is: 'has', value: '   ' }],
    ['a value that is an object', { on: 'tag', is: 'has', value: { toString: 'x' } }],
    ['a value that is a list', { on: 'tag', is: 'has', value: ['x'] }],
    ['a long value', { on: 'tag', is: 'has', value: 'x'.repeat(201) }],
    ['something beside the rule', { ...tag, or: 'true' }],
    ['days that are none', { on: 'days since', is: 'at most', value: '1; select' }],
    ['days without end', { on: 'days since', is: 'at most', value: 1e9 }],
    ['a part of a day', { on: 'mail within', is: 'got', value: 1.5 }],
    ['no days', { on: 'mail within', is: 'got', value: 0 }],
    ['a day that is none', { on: 'signed up', is: 'before', value: '2027-02-30' }],
    ['a rhythm nobody offers', { on: 'newsletter', is: 'active', newsletter: '', rhythm: 'hourly' }],
    ['a mailing below nought', { on: 'mailing', is: 'got', value: -1 }],
  ])('%s is said at the place of the rule', (_what, rule) => {
    const problems = problemsOf({ match: 'all', rules: [tag, rule] });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.at).toBe('1');
    expect(problems[0]?.message).not.toBe('');
  });

  test('days and mailings may come as the text of a form', () => {
    const read = parseRules({ match: 'all', rules: [{ on: 'days since', is: 'at most', value: '30' }] });
    expect(read).toMatchObject({ rules: { rules: [{ value: 30 }] } });
  });
});
