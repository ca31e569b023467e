import type { GroupView, RuleView } from '../../../../templates/pages/admin/rules-editor.tsx';
import {
  type RuleGroup,
  type RuleNode,
  type RuleProblem,
  isGroup,
  mostLevels,
  mostRules,
} from '../../../segments/rules.ts';
import { textOf } from '../../form-body.ts';
import type { RuleKind } from './rule-words.ts';

/** A rule while somebody writes it: the parts as they were typed. */
export type DraftRule = { readonly key: string; readonly parts: Readonly<Record<string, string>> };
export type DraftGroup = { readonly match: string; readonly rules: ReadonlyArray<DraftRule | DraftGroup> };

const isDraftGroup = (node: DraftRule | DraftGroup): node is DraftGroup => 'match' in node;

const partNames = ['is', 'value', 'newsletter', 'rhythm'];

/** The outermost group is called `r`. */
const root = 'r';

const placeOf = (at: string): string => (at === '' ? root : `${root}-${at.replaceAll('.', '-')}`);

const hasField = (body: unknown, name: string): boolean =>
  typeof body === 'object' && body !== null && name in body;

function readNode(body: unknown, at: string, level: number): DraftRule | DraftGroup | null {
  if (hasField(body, `match-${at}`)) return level > mostLevels ? null : readGroup(body, at, level);
  if (!hasField(body, `on-${at}`)) return null;
  const parts = partNames.flatMap((part) =>
    hasField(body, `${part}-${at}`) ? [[part, textOf(body, `${part}-${at}`)]] : [],
  );
  return { key: textOf(body, `on-${at}`), parts: Object.fromEntries(parts) };
}

function readGroup(body: unknown, at: string, level: number): DraftGroup {
  const rules: Array<DraftRule | DraftGroup> = [];
  // One more than there may be: so that too many are complained about and not lost.
  for (let index = 0; index <= mostRules; index += 1) {
    const node = readNode(body, `${at}-${index}`, level + 1);
    if (!node) break;
    rules.push(node);
  }
  return { match: textOf(body, `match-${at}`), rules };
}

/** The tree as a form sends it; an empty one when it sends none. */
export const readDraft = (body: unknown): DraftGroup =>
  hasField(body, `match-${root}`) ? readGroup(body, root, 1) : { match: 'all', rules: [] };

/** The tree as the room of segments reads it, unchecked. */
export function rulesOfDraft(node: DraftRule | DraftGroup): unknown {
  if (isDraftGroup(node)) return { match: node.match, rules: node.rules.map(rulesOfDraft) };
  const { key, parts } = node;
  return key.startsWith('field:')
    ? { on: 'field', field: key.slice('field:'.length), is: parts['is'], value: parts['value'] ?? '' }
    : { on: key, ...parts };
}

/** The other way round: saved rules for the form. */
export function draftOfRules(node: RuleGroup): DraftGroup {
  return { match: node.match, rules: node.rules.map(draftOfNode) };
}

function draftOfNode(node: RuleNode): DraftRule | DraftGroup {
  if (isGroup(node)) return draftOfRules(node);
  const parts = Object.entries(node).filter(([part]) => partNames.includes(part));
  return {
    key: node.on === 'field' ? `field:${node.field}` : node.on,
    parts: Object.fromEntries(parts.map(([part, value]) => [part, String(value)])),
  };
}

const newRule = (kind: RuleKind): DraftRule => ({
  key: kind.key,
  parts: Object.fromEntries([
    ['is', kind.tests[0]?.value ?? ''],
    ...kind.choices.map(({ part, options }) => [part, options[0]?.value ?? '']),
    ...(kind.input === null ? [] : [['value', '']]),
  ]),
});

type Change = (group: DraftGroup) => DraftGroup;

/** Changes the group at a place; a place that is not there changes nothing. */
function changeAt(group: DraftGroup, steps: readonly number[], change: Change): DraftGroup {
  const [step, ...rest] = steps;
  if (step === undefined) return change(group);
  const rules = group.rules.map((node, index) =>
    index === step && isDraftGroup(node) ? changeAt(node, rest, change) : node,
  );
  return { ...group, rules };
}

const stepsOf = (at: string): readonly number[] => at.split('-').slice(1).map(Number);

/** What a button of the form asks for: `rule:r-0`, `group:r`, `remove:r-1-2`. */
export function applyAct(
  draft: DraftGroup,
  act: string,
  kindAt: (at: string) => RuleKind | undefined,
): DraftGroup {
  const [what = '', at = ''] = act.split(':');
  const steps = stepsOf(at);
  const add = (node: DraftRule | DraftGroup): DraftGroup =>
    changeAt(draft, steps, (group) => ({ ...group, rules: [...group.rules, node] }));
  if (what === 'group') return steps.length < mostLevels - 1 ? add({ match: 'any', rules: [] }) : draft;
  if (what === 'rule') {
    const kind = kindAt(at);
    return kind ? add(newRule(kind)) : draft;
  }
  const last = steps.at(-1);
  return what !== 'remove' || last === undefined
    ? draft
    : changeAt(draft, steps.slice(0, -1), (group) => ({
        ...group,
        rules: group.rules.filter((_node, index) => index !== last),
      }));
}

type Viewing = { readonly kinds: readonly RuleKind[]; readonly problems: readonly RuleProblem[] };

const problemAt = ({ problems }: Viewing, at: string): string | undefined =>
  problems.find((problem) => placeOf(problem.at) === at)?.message;

/** A choice that is gone stays to be seen, and to be changed. */
const withGone = (
  options: RuleView['selects'][number]['options'],
  value: string,
): RuleView['selects'][number]['options'] =>
  options.some((option) => option.value === value)
    ? options
    : [{ value, text: 'Not there any more' }, ...options];

function viewRule({ key, parts }: DraftRule, at: string, viewing: Viewing): RuleView {
  const kind = viewing.kinds.find((each) => each.key === key);
  const choices = kind?.choices ?? [];
  const tests = kind?.tests ?? [];
  return {
    at,
    about: kind?.about ?? 'A rule about something that is not there any more',
    hidden: [{ name: `on-${at}`, value: key }],
    selects: [
      ...(tests.length === 0
        ? []
        : [{ name: `is-${at}`, label: 'How', value: parts['is'] ?? '', options: tests }]),
      ...choices.map(({ part, label, options }) => {
        const value = parts[part] ?? '';
        return { name: `${part}-${at}`, label, value, options: withGone(options, value) };
      }),
    ],
    input:
      kind?.input == null
        ? null
        : { name: `value-${at}`, label: 'What', type: kind.input, value: parts['value'] ?? '' },
    problem: problemAt(viewing, at),
  };
}

/** The tree as the page shows it, each complaint at its place. */
export function viewDraft(group: DraftGroup, viewing: Viewing, at = root): GroupView {
  return {
    at,
    match: group.match,
    mayNest: stepsOf(at).length < mostLevels - 1,
    problem: problemAt(viewing, at),
    rules: group.rules.map((node, index) =>
      isDraftGroup(node)
        ? viewDraft(node, viewing, `${at}-${index}`)
        : viewRule(node, `${at}-${index}`, viewing),
    ),
  };
}

/** Complaints as the summary lists them: each leads to its place. */
export const problemsOfDraft = (problems: readonly RuleProblem[]) =>
  problems.map(({ at, message }) => ({ field: placeOf(at), message }));
