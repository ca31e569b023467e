import { type Finding, faultAt } from './finding.ts';

export type Attribute = { readonly name: string; readonly value: string };
export type Words = { readonly kind: 'words'; readonly text: string; readonly line: number };
export type Element = {
  readonly kind: 'element';
  readonly name: string;
  readonly line: number;
  readonly attributes: readonly Attribute[];
  readonly children: ReadonlyArray<Element | Words>;
};

type OpenElement = Element & { readonly children: Array<Element | Words> };

/** How large a template may be: a mail has 100 kB at most, and its stories want most of them. */
export const bounds = { characters: 60_000, depth: 30, elements: 300 } as const;

const empty = new Set(['br', 'hr', 'img']);

/** Takes the remarks out and leaves their line ends, so that lines keep their numbers. Those for Outlook alone stay. */
export function withoutRemarks(markup: string): string {
  let kept = '';
  let from = 0;
  for (let at = markup.indexOf('<!--'); at !== -1; at = markup.indexOf('<!--', from)) {
    const end = markup.indexOf('-->', at + 4);
    if (end === -1) break;
    const remark = markup.slice(at, end + 3);
    kept +=
      markup.slice(from, at) + (remark.startsWith('<!--[if') ? remark : remark.replaceAll(/[^\n]+/g, ''));
    from = end + 3;
  }
  return kept + markup.slice(from);
}

/** An attribute as it has to be written; sticky, so that it is read from the left and never searched for. */
const attribute = /\s+([a-zA-Z][a-zA-Z0-9:-]*)="([^"<>]*)"/y;

/** The attributes of a tag, or what cannot be read of it. */
function readAttributes(tag: string): readonly Attribute[] | string {
  const found: Attribute[] = [];
  let at = 0;
  for (;;) {
    attribute.lastIndex = at;
    const [all, name = '', value = ''] = attribute.exec(tag) ?? [];
    if (all === undefined) break;
    if (found.some((other) => other.name === name)) return `${name} twice`;
    found.push({ name, value });
    at += all.length;
  }
  const rest = tag.slice(at).trim();
  return rest === '' ? found : rest.slice(0, 40);
}

/**
 * Reads a template as strictly as it can be written: every element is closed in order and every value stands in double
 * quotes, so that no mail program can read it differently. In one pass; the first thing that cannot be read ends it.
 */
export function readMarkup(
  source: string,
): { readonly root: Element; readonly fault?: never } | { readonly fault: Finding } {
  const markup = withoutRemarks(source);
  const root: OpenElement = { kind: 'element', name: '', line: 1, attributes: [], children: [] };
  const open: OpenElement[] = [root];
  let at = 0;
  let line = 1;
  let elements = 0;
  const stop = (code: string, message: string) => ({ fault: faultAt(line, code, message) });
  const pass = (text: string): void => {
    line += text.split('\n').length - 1;
  };
  while (at < markup.length) {
    const parent = open.at(-1) ?? root;
    const next = markup.indexOf('<', at);
    const text = markup.slice(at, next === -1 ? undefined : next);
    if (text !== '') parent.children.push({ kind: 'words', text, line });
    pass(text);
    if (next === -1) break;
    if (markup.startsWith('<!--', next))
      return stop(
        'remark',
        markup.startsWith('<!--[if', next)
          ? 'Markup for Outlook alone (<!--[if …) cannot be checked. Please leave it out'
          : 'This remark (<!--) is not closed with -->',
      );
    const end = markup.indexOf('>', next);
    const tag = markup.slice(next, end + 1);
    const [, slash = '', name = '', rest = '', selfClosing = ''] =
      (end === -1 ? null : /^<(\/?)([a-z][a-z0-9-]*)((?:\s[^]*?)?)(\/?)>$/.exec(tag)) ?? [];
    if (name === '')
      return stop(
        'markup',
        `“${tag.slice(0, 40).replaceAll(/\s+/g, ' ') || '<'}” is no tag. Tags are in small letters; a < in words is written &lt;`,
      );
    if (slash !== '') {
      if (rest.trim() !== '' || selfClosing !== '' || open.length === 1 || parent.name !== name)
        return stop(
          'markup',
          open.length === 1
            ? `</${name}> closes nothing`
            : `</${name}> stands where <${parent.name}> of line ${parent.line} has to be closed first`,
        );
      open.pop();
    } else {
      const attributes = readAttributes(rest);
      if (typeof attributes === 'string')
        return stop(
          'attribute-form',
          `<${name}> has “${attributes}”. Attributes are written name="value", each once, in double quotes; < > and " within are written &lt; &gt; and &quot;`,
        );
      const element: OpenElement = { kind: 'element', name, line, attributes, children: [] };
      parent.children.push(element);
      elements += 1;
      if (elements > bounds.elements)
        return stop(
          'too-many-elements',
          `It has more than ${bounds.elements} elements. Please make it simpler`,
        );
      if (selfClosing === '' && !empty.has(name)) open.push(element);
      if (open.length > bounds.depth + 1)
        return stop('too-deep', `More than ${bounds.depth} elements stand inside each other here`);
    }
    pass(tag);
    at = end + 1;
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined && unclosed !== root)
    return stop('markup', `<${unclosed.name}> of line ${unclosed.line} is not closed`);
  const [document, second] = root.children.filter(
    (child) => child.kind === 'element' || child.text.trim() !== '',
  );
  if (document?.kind !== 'element' || document.name !== 'mjml' || second !== undefined)
    return { fault: faultAt(1, 'no-mjml', 'A template is one <mjml> … </mjml> and nothing beside it') };
  return { root: document };
}

/** The element and all within it, in their order. */
export function* allWithin(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) if (child.kind === 'element') yield* allWithin(child);
}

export const valueOf = ({ attributes }: Element, name: string): string | undefined =>
  attributes.find((each) => each.name === name)?.value;

/** What stands in an element, and nothing of the elements in it. */
export const wordsIn = ({ children }: Element): readonly Words[] =>
  children.filter((child) => child.kind === 'words');
