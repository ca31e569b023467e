import { type Finding, faultAt } from './finding.ts';

type Rule = {
  readonly selector: string;
  readonly declarations: string;
  readonly line: number;
  readonly onlySometimes: boolean;
};

/** Inlining looks for every selector in the whole mail: few and plain ones keep that quick. */
const mostInlined = 100;
const mostSteps = 3;
const plainStep = /^[a-zA-Z0-9.#_-]+$/;

/** What a style may never hold, anywhere. Each is looked for once. */
const refused: ReadonlyArray<readonly [RegExp, string, string]> = [
  [/\{\{/, 'placeholder-place', 'A placeholder cannot stand in a style'],
  [/\\/, 'css', 'A style cannot be read with \\ in it. Please write the character itself'],
  [
    /@(?!media\b)[a-z-]*/i,
    'css',
    'Of the rules that begin with @, only @media is taken: nothing is fetched from elsewhere',
  ],
  [/url\s{0,20}\(/i, 'css', 'A style fetches nothing: pictures stand in mj-image, or as background-url'],
  [/expression\s{0,20}\(|behavior\s{0,20}:|-moz-binding|javascript:/i, 'css', 'A style cannot run anything'],
  [/position\s{0,20}:/i, 'css', 'A style cannot lay one thing over another (position)'],
];

/** What makes words invisible: a mail that hides some is taken for spam, and a way out must not be hidden. */
const hiding =
  /(?:^|[;{\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|opacity\s{0,9}:\s{0,9}0?\.?0*(?:[;\s!}]|$)|(?:font-size|max-height|max-width|height|width)\s{0,9}:\s{0,9}0(?:px|em|rem|%|pt)?\s{0,9}(?:[;!}]|$)|text-indent\s{0,9}:\s{0,9}-\d)/i;

const lineAt = (text: string, at: number, first: number): number =>
  first + text.slice(0, at).split('\n').length - 1;

function findRefused(css: string, line: number): Finding[] {
  return refused.flatMap(([pattern, code, message]) => {
    const at = css.search(pattern);
    return at === -1 ? [] : [faultAt(lineAt(css, at, line), code, message)];
  });
}

const hidden = (line: number): Finding =>
  faultAt(line, 'hidden', 'Nothing may be hidden from all readers; in a @media rule it may');

/** The style of one element. */
export function checkDeclarations(css: string, line: number): Finding[] {
  if (/[{}]/.test(css) && !css.includes('{{'))
    return [faultAt(line, 'css', 'The style of one element has no { or }')];
  return [...findRefused(css, line), ...(hiding.test(css) ? [hidden(line)] : [])];
}

/** Takes remarks out and leaves their line ends; null when one is not closed. */
function withoutCssRemarks(css: string): string | null {
  let kept = '';
  let from = 0;
  for (let at = css.indexOf('/*'); at !== -1; at = css.indexOf('/*', from)) {
    const end = css.indexOf('*/', at + 2);
    if (end === -1) return null;
    kept += css.slice(from, at) + css.slice(at, end).replaceAll(/[^\n]+/g, '');
    from = end + 2;
  }
  return kept + css.slice(from);
}

/** The rules of a style sheet, also those within @media; null when its braces do not match. */
function readRules(css: string, first: number): readonly Rule[] | null {
  const rules: Rule[] = [];
  const open: { readonly prelude: string; readonly from: number; readonly line: number }[] = [];
  let from = 0;
  let line = first;
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    const text = css.slice(from, index);
    const lead = text.length - text.trimStart().length;
    if (brace === '{') {
      const startsAt = lineAt(text, lead, line);
      if (open.length > 0 && !open.at(-1)?.prelude.startsWith('@media')) return null;
      open.push({ prelude: text.trim(), from: index + 1, line: startsAt });
    } else {
      const rule = open.pop();
      if (rule === undefined) return null;
      if (!rule.prelude.startsWith('@media'))
        rules.push({
          selector: rule.prelude,
          declarations: css.slice(rule.from, index),
          line: rule.line,
          onlySometimes: open.length > 0,
        });
      else if (text.trim() !== '') return null;
    }
    line = lineAt(text, text.length, line);
    from = index + 1;
  }
  return open.length > 0 || css.slice(from).trim() !== '' ? null : rules;
}

function checkInlined(rules: readonly Rule[], line: number): Finding[] {
  const selectors = rules.flatMap((rule) =>
    rule.selector.split(',').map((selector) => ({ steps: selector.trim().split(/\s+/), rule })),
  );
  if (selectors.length > mostInlined)
    return [faultAt(line, 'css', `Inlined styles may have ${mostInlined} selectors at most`)];
  return selectors
    .filter(({ steps }) => steps.length > mostSteps || !steps.every((step) => plainStep.test(step)))
    .map(({ rule }) =>
      faultAt(
        rule.line,
        'css',
        `“${rule.selector.slice(0, 60)}” cannot be inlined: up to ${mostSteps} classes or elements, with a space between`,
      ),
    );
}

/** A style sheet of the head. @param isInlined whether MJML writes it into the elements */
export function checkStyleSheet(source: string, line: number, isInlined: boolean): Finding[] {
  const css = withoutCssRemarks(source);
  if (css === null) return [faultAt(line, 'css', 'A remark (/*) in this style is not closed with */')];
  const found = findRefused(css, line);
  if (found.length > 0) return found;
  const rules = readRules(css, line);
  if (rules === null) return [faultAt(line, 'css', 'The { and } of this style do not match')];
  return [
    ...rules
      .filter(({ declarations, onlySometimes }) => !onlySometimes && hiding.test(declarations))
      .map((rule) => hidden(rule.line)),
    ...(isInlined
      ? rules.some(({ onlySometimes }) => onlySometimes)
        ? [faultAt(line, 'css', 'A @media rule cannot be inlined: give it an mj-style of its own')]
        : checkInlined(rules, line)
      : []),
  ];
}
