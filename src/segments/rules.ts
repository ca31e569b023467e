import { z } from 'zod';
import { rhythms } from '../newsletters/newsletter.ts';
import { languages } from '../../templates/words/languages.ts';

/** As many rules a tree may have, and as deep it may go; the outermost group is the first level. */
export const mostRules = 50;
export const mostLevels = 4;

const text = z
  .string('Please fill this in')
  .trim()
  .min(1, 'Please fill this in')
  .max(200, 'That is too long');
const slug = z.string('Please choose one').max(80, 'Please choose one');
const chosen = slug.min(1, 'Please choose one');
const dayWords = 'Please give a day';
const day = z.iso.date(dayWords);
const daysWords = 'Please give a number of days from 1 to 3650';
const days = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,4}$/)
        .transform(Number),
    ],
    daysWords,
  )
  .pipe(z.int(daysWords).min(1, daysWords).max(3650, daysWords));

/** How a custom field may be compared, by its kind. The last two need no value. */
export const fieldTests = {
  text: ['contains', 'does not contain', 'is', 'is not', 'is given', 'is empty'],
  number: ['is', 'is not', 'is above', 'is below', 'is given', 'is empty'],
  date: ['is', 'is before', 'is after', 'is given', 'is empty'],
  'yes or no': ['is', 'is given', 'is empty'],
} as const;

const fieldTest = z.enum([
  ...new Set([...fieldTests.text, ...fieldTests.number, ...fieldTests.date, ...fieldTests['yes or no']]),
]);
export type FieldTest = z.infer<typeof fieldTest>;

/** One rule: what it looks at (`on`), how (`is`), and for what. Names stand as slugs, so that a rule can be read. */
const ruleShape = z.discriminatedUnion(
  'on',
  [
    z.strictObject({
      on: z.literal('address or name'),
      is: z.enum(['contains', 'does not contain']),
      value: text,
    }),
    z.strictObject({ on: z.literal('domain'), is: z.enum(['is', 'is not']), value: text }),
    z.strictObject({
      on: z.literal('newsletter'),
      is: z.enum(['active', 'not active', 'pending', 'paused', 'ended', 'ever', 'never']),
      /** Empty: any. */
      newsletter: slug,
      rhythm: z.enum(['', ...rhythms]),
    }),
    z.strictObject({ on: z.literal('kept back'), is: z.enum(['yes', 'no']), newsletter: slug }),
    z.strictObject({ on: z.literal('tier'), is: z.enum(['has', 'has not', 'never had']), value: chosen }),
    z.strictObject({ on: z.literal('signed up'), is: z.enum(['before', 'on or after']), value: day }),
    z.strictObject({ on: z.literal('days since'), is: z.enum(['at most', 'more than']), value: days }),
    z.strictObject({ on: z.literal('source'), is: z.enum(['is', 'is not']), value: text }),
    z.strictObject({
      on: z.literal('language'),
      is: z.enum(['is', 'is not']),
      value: z.enum(languages, 'Please choose one'),
    }),
    z.strictObject({ on: z.literal('tag'), is: z.enum(['has', 'has not']), value: text }),
    z.strictObject({
      on: z.literal('field'),
      field: chosen,
      is: fieldTest,
      value: z.string().trim().max(200),
    }),
    z.strictObject({ on: z.literal('mail within'), is: z.enum(['got', 'got none']), value: days }),
    z.strictObject({ on: z.literal('mail ever'), is: z.enum(['got', 'got none']) }),
    z.strictObject({
      on: z.literal('mailing'),
      is: z.enum(['got', 'never got']),
      value: z
        .union(
          [
            z.number(),
            z
              .string()
              .regex(/^\d{1,15}$/)
              .transform(Number),
          ],
          'Please choose one',
        )
        .pipe(z.int('Please choose one').positive('Please choose one')),
    }),
  ],
  'Nothing is known of this kind of rule',
);

export type Rule = Readonly<z.infer<typeof ruleShape>>;

export const matches = ['all', 'any', 'not'] as const;

/** Readers for whom all of the rules hold, any of them, or none of them. */
export type RuleGroup = { readonly match: (typeof matches)[number]; readonly rules: readonly RuleNode[] };
export type RuleNode = Rule | RuleGroup;

/** `at` is the place in the tree, such as `0.2`: the third rule of the first group. */
export type RuleProblem = { readonly at: string; readonly message: string };

export type ParsedRules =
  | { readonly kind: 'rules'; readonly rules: RuleGroup }
  | { readonly kind: 'ill-formed'; readonly problems: readonly RuleProblem[] };

export const isGroup = (node: RuleNode): node is RuleGroup => 'match' in node;

const isRecord = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

type Reading = { readonly problems: RuleProblem[]; rulesLeft: number };

const tooMany = `Please use at most ${mostRules} rules and groups`;

/** Counted before it is looked at: a tree that is made to be large costs nothing. */
function readNode(reading: Reading, input: unknown, at: readonly number[]): RuleNode | null {
  const complain = (message: string) => {
    reading.problems.push({ at: at.join('.'), message });
    return null;
  };
  reading.rulesLeft -= 1;
  if (reading.rulesLeft < 0) return reading.rulesLeft === -1 ? complain(tooMany) : null;
  if (isRecord(input) && 'match' in input) return readGroup(reading, input, at);
  const read = ruleShape.safeParse(input);
  return read.success ? read.data : complain(read.error.issues[0]?.message ?? 'This is not a rule');
}

function readGroup(
  reading: Reading,
  input: Readonly<Record<string, unknown>>,
  at: readonly number[],
): RuleGroup | null {
  const complain = (message: string) => {
    reading.problems.push({ at: at.join('.'), message });
    return null;
  };
  const match = matches.find((each) => each === input['match']);
  const rules = input['rules'];
  if (!match || !Array.isArray(rules) || Object.keys(input).length !== 2)
    return complain('A group says “all”, “any” or “not”, and has rules');
  if (at.length >= mostLevels) return complain(`Please go at most ${mostLevels} levels deep`);
  if (rules.length === 0) return complain('Please add at least one rule');
  if (rules.length > mostRules) return complain(tooMany);
  const read = rules.map((rule: unknown, index) => readNode(reading, rule, [...at, index]));
  return { match, rules: read.filter((node) => node !== null) };
}

/** Reads a tree of rules from anywhere: a form, a request, a row. What is wrong is said for each place. */
export function parseRules(input: unknown): ParsedRules {
  // The outermost group is not counted.
  const reading: Reading = { problems: [], rulesLeft: mostRules };
  const rules = isRecord(input)
    ? readGroup(reading, input, [])
    : (reading.problems.push({ at: '', message: 'A segment is a group of rules' }), null);
  return rules && reading.problems.length === 0
    ? { kind: 'rules', rules }
    : { kind: 'ill-formed', problems: reading.problems };
}
