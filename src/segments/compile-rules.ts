import { parseFieldValue, fieldWants, type FieldKind } from '../audience/custom-fields.ts';
import { sql } from 'kysely';
import type { Fragment } from '../platform/db.ts';
import type { Catalog } from './catalog.ts';
import {
  type FieldTest,
  type Rule,
  type RuleGroup,
  type RuleNode,
  type RuleProblem,
  fieldTests,
  isGroup,
} from './rules.ts';
import * as conditions from './sql/conditions.ts';

const { not } = conditions;

/** Thrown and caught in this file alone: a rule names something that is not there. */
class Unknown extends Error {}

const unknown = (message: string): never => {
  throw new Unknown(message);
};

type RuleOn<On extends Rule['on']> = Extract<Rule, { readonly on: On }>;

const unless = (isTurnedRound: boolean, condition: Fragment): Fragment =>
  isTurnedRound ? not(condition) : condition;

/** Null for any newsletter. */
const newsletterIdOf = ({ newsletters }: Catalog, slug: string): number | null =>
  slug === '' ? null : (newsletters.get(slug) ?? unknown('This newsletter is not there any more'));

function compileNewsletter(rule: RuleOn<'newsletter'>, catalog: Catalog): Fragment {
  const test = {
    newsletterId: newsletterIdOf(catalog, rule.newsletter),
    rhythm: rule.rhythm === '' ? null : rule.rhythm,
  };
  switch (rule.is) {
    case 'ever':
    case 'never':
      return unless(rule.is === 'never', conditions.hasSubscription({ ...test, state: null }));
    case 'not active':
      return not(conditions.hasSubscription({ ...test, state: 'active' }));
    case 'active':
    case 'pending':
    case 'paused':
    case 'ended':
      return conditions.hasSubscription({ ...test, state: rule.is });
  }
}

function compileTier(rule: RuleOn<'tier'>, { tiers }: Catalog): Fragment {
  const tier = tiers.get(rule.value) ?? unknown('This subscription is not there any more');
  if (rule.is === 'never had') return tier.isFree ? sql`false` : not(conditions.everHeldTier(tier.id));
  return unless(rule.is === 'has not', tier.isFree ? conditions.holdsNoTier : conditions.holdsTier(tier.id));
}

const hasNoValue = (is: FieldTest): boolean => is === 'is given' || is === 'is empty';

function fieldValueOf(kind: FieldKind, { value }: RuleOn<'field'>): string {
  return value === ''
    ? unknown('Please fill this in')
    : (parseFieldValue(kind, value) ?? unknown(fieldWants[kind]));
}

function compileField(rule: RuleOn<'field'>, { fields }: Catalog): Fragment {
  const { field, is } = rule;
  const kind = fields.get(field) ?? unknown('This field is not there any more');
  if (!fieldTests[kind].some((test) => test === is)) unknown('This field cannot be compared like that');
  if (hasNoValue(is)) return unless(is === 'is empty', conditions.hasValue(field));
  const value = fieldValueOf(kind, rule);
  const order =
    is === 'is above' || is === 'is after' ? 'above' : is === 'is' || is === 'is not' ? 'is' : 'below';
  switch (kind) {
    case 'number':
      return unless(is === 'is not', conditions.numberIs(field, order, value));
    case 'date':
      return conditions.dateIs(field, order, value);
    case 'text':
    case 'yes or no':
      return unless(
        is === 'is not' || is === 'does not contain',
        is === 'contains' || is === 'does not contain'
          ? conditions.textHas(field, value)
          : conditions.textIs(field, value),
      );
  }
}

function compileRule(rule: Rule, catalog: Catalog): Fragment {
  switch (rule.on) {
    case 'address or name':
      return unless(rule.is === 'does not contain', conditions.addressOrNameHas(rule.value));
    case 'domain':
      return unless(rule.is === 'is not', conditions.domainIs(rule.value));
    case 'newsletter':
      return compileNewsletter(rule, catalog);
    case 'kept back':
      return unless(rule.is === 'no', conditions.isSuppressed(newsletterIdOf(catalog, rule.newsletter)));
    case 'tier':
      return compileTier(rule, catalog);
    case 'signed up':
      return unless(rule.is === 'on or after', conditions.cameBefore(rule.value, catalog.timeZone));
    case 'days since':
      return unless(rule.is === 'more than', conditions.cameWithin(rule.value));
    case 'source':
      return unless(rule.is === 'is not', conditions.sourceIs(rule.value));
    case 'language':
      return unless(rule.is === 'is not', conditions.readsIn(rule.value, catalog.language));
    case 'tag':
      return unless(rule.is === 'has not', conditions.hasTag(rule.value));
    case 'field':
      return compileField(rule, catalog);
    case 'mail within':
      return unless(rule.is === 'got none', conditions.gotMailWithin(rule.value));
    case 'mail ever':
      return unless(rule.is === 'got none', conditions.gotMailWithin(null));
    case 'mailing':
      if (!catalog.mailings.has(rule.value)) unknown('This edition was never sent');
      return unless(rule.is === 'never got', conditions.gotMailing(rule.value));
  }
}

const joiners = { all: sql` and `, any: sql` or `, not: sql` or ` } as const;

/** Nobody is asked for nothing: all of no rules is everybody, any of no rules nobody. */
function joinGroup(match: RuleGroup['match'], parts: readonly Fragment[]): Fragment {
  const joined =
    parts.length === 0 ? (match === 'all' ? sql`true` : sql`false`) : sql.join(parts, joiners[match]);
  return match === 'not' ? sql`not (${joined})` : sql`(${joined})`;
}

export type Compiled =
  /** What holds for the picked rows of `subscriber`. */
  | { readonly kind: 'compiled'; readonly where: Fragment }
  | { readonly kind: 'ill-formed'; readonly problems: readonly RuleProblem[] };

/** Turns rules into a part of a statement, each value a parameter. A name that is gone is told, not guessed. */
export function compileRules(rules: RuleGroup, catalog: Catalog): Compiled {
  const problems: RuleProblem[] = [];
  const compileNode = (node: RuleNode, at: readonly number[]): Fragment => {
    if (isGroup(node))
      return joinGroup(
        node.match,
        node.rules.map((rule, index) => compileNode(rule, [...at, index])),
      );
    try {
      return compileRule(node, catalog);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      problems.push({ at: at.join('.'), message: error.message });
      return sql`false`;
    }
  };
  const where = compileNode(rules, []);
  return problems.length === 0 ? { kind: 'compiled', where } : { kind: 'ill-formed', problems };
}
