import { holders } from './allowed.ts';
import { type Finding, faultAt } from './finding.ts';
import { type Placeholder, placeholders, sections } from './placeholders.ts';
import { type Attribute, type Element, type Words, allWithin } from './read-markup.ts';

const byName: ReadonlyMap<string, Placeholder> = new Map(placeholders.map((each) => [each.name, each]));
const sectionNames: ReadonlySet<string> = new Set(sections.map(({ name }) => name));

const usePlaces: Readonly<Record<Placeholder['use'], string>> = {
  words: 'in words, or in alt, title or aria-label',
  href: 'as the whole of href',
  src: 'as the whole of the src of an <img>',
  measure: 'as the whole of width or height of an <img>',
};

/** Pieces of a text: what is in two braces, and what is not. */
const pieces = (text: string): readonly string[] => text.split(/(\{\{[^{}]*\}\})/);

const unknown = (line: number, tag: string): Finding =>
  faultAt(
    line,
    'placeholder',
    `${tag.slice(0, 40).replaceAll(/\s+/g, ' ')} is no placeholder. They are written {{name}}, without spaces`,
  );

const wrongPlace = (line: number, { name, use }: Placeholder): Finding =>
  faultAt(line, 'placeholder-place', `{{${name}}} stands ${usePlaces[use]}`);

/** What an attribute asks for. @param open the sections around it */
function checkAttribute({ name, value }: Attribute, line: number, open: readonly string[]): Finding[] {
  if (!value.includes('{{')) return [];
  const whole = /^\{\{(@?[a-z_]+)\}\}$/.exec(value)?.[1];
  return pieces(value).flatMap((piece): Finding[] => {
    if (!piece.includes('{{')) return [];
    const asked = byName.get(piece.slice(2, -2));
    if (asked === undefined) return [unknown(line, piece)];
    const isThere =
      asked.use === 'words'
        ? (name === 'alt' || name === 'title' || name === 'aria-label') && !asked.name.startsWith('@')
        : whole === asked.name &&
          (asked.use === 'measure' ? name === 'width' || name === 'height' : name === asked.use);
    if (!isThere) return [wrongPlace(line, asked)];
    return checkWithin(asked, line, open);
  });
}

const checkWithin = ({ name, within }: Placeholder, line: number, open: readonly string[]): Finding[] =>
  within === undefined || open.includes(within)
    ? []
    : [faultAt(line, 'placeholder-place', `{{${name}}} stands between {{#${within}}} and {{/${within}}}`)];

/**
 * The words of a holder in their order, with the sections that are open. A section ends in the element in which it began, so
 * that what is left out is whole.
 */
function checkHolder(holder: Element): Finding[] {
  const findings: Finding[] = [];
  const walk = (element: Element, outside: readonly string[]): void => {
    const open = [...outside];
    for (const child of element.children) {
      if (child.kind === 'element') {
        findings.push(...child.attributes.flatMap((each) => checkAttribute(each, child.line, open)));
        walk(child, open);
      } else findings.push(...checkWords(child, open, outside.length));
    }
    if (open.length > outside.length)
      findings.push(
        faultAt(
          element.line,
          'section',
          `{{#${open.at(-1)}}} is not closed in the <${element.name}> in which it begins`,
        ),
      );
  };
  walk(holder, []);
  return findings;
}

/** @param open the sections that are open; changed as they begin and end. @param outer how many of them began outside the element */
function checkWords({ text, line: first }: Words, open: string[], outer: number): Finding[] {
  let line = first;
  return pieces(text).flatMap((piece): Finding[] => {
    const at = line;
    line += piece.split('\n').length - 1;
    if (!piece.includes('{{')) return [];
    const [, mark, name = ''] = /^\{\{([#/]?)(@?[a-z_]+)\}\}$/.exec(piece) ?? [];
    if (mark === '#' && sectionNames.has(name)) {
      open.push(name);
      return [];
    }
    if (mark === '/' && sectionNames.has(name)) {
      if (open.length > outer && open.at(-1) === name) {
        open.pop();
        return [];
      }
      return [faultAt(at, 'section', `{{/${name}}} closes nothing that began in the same element`)];
    }
    if (name === 'blocks')
      return [
        faultAt(at, 'blocks', '{{blocks}} stands between sections, right in mj-body or in an mj-wrapper'),
      ];
    const asked = mark === '' ? byName.get(name) : undefined;
    if (asked === undefined) return [unknown(at, piece)];
    if (asked.use !== 'words') return [wrongPlace(at, asked)];
    return checkWithin(asked, at, open);
  });
}

/** Whether everything in two braces is known and stands where it can be filled in. */
export function checkPlaceholders(document: Element): Finding[] {
  const inHolders = [...allWithin(document)].filter(({ name }) => holders.has(name));
  const inside = new Set(inHolders.flatMap((holder) => [...allWithin(holder)].slice(1)));
  const outside = [...allWithin(document)].filter((element) => !inside.has(element));
  return [
    ...outside.flatMap(({ attributes, line }) =>
      attributes.flatMap((each) => checkAttribute(each, line, [])),
    ),
    ...inHolders.flatMap(checkHolder),
  ];
}

/** The link or the words a needed placeholder shows: only what every reader sees counts. */
function isShown({ name, use }: Placeholder, holder: Element): boolean {
  let depth = 0;
  const look = (element: Element): boolean =>
    element.children.some((child) => {
      if (child.kind === 'element')
        return (depth === 0 && use === 'href' && isLinkTo(child, name)) || look(child);
      return pieces(child.text).some((piece) => {
        if (piece.startsWith('{{#')) depth += 1;
        else if (piece.startsWith('{{/')) depth -= 1;
        return depth === 0 && use === 'words' && piece === `{{${name}}}`;
      });
    });
  return (use === 'href' && isLinkTo(holder, name)) || look(holder);
}

/** A link with something to press in it. */
function isLinkTo(element: Element, name: string): boolean {
  const leadsThere = element.attributes.some((each) => each.name === 'href' && each.value === `{{${name}}}`);
  if (!leadsThere || (element.name !== 'a' && element.name !== 'mj-button')) return false;
  return [...allWithin(element)].some(
    ({ name: inner, children }) =>
      inner === 'img' || children.some((child) => child.kind === 'words' && /[^\s&]/.test(child.text)),
  );
}

const needs: Readonly<Record<string, string>> = {
  postal_address: 'every mail carries the postal address, which many countries ask for by law',
  web_url: 'every mail leads to itself in the browser',
  '@preferences_url': 'every mail leads to the choices of its reader',
  '@unsubscribe_url': 'every mail has a way out; without one mail providers refuse it',
};

/** What a mail cannot be without: the blocks once, the address, and the three links. Each for all readers, outside any section. */
export function checkNeeds(document: Element): Finding[] {
  const all = [...allWithin(document)];
  const bodyLine = all.find(({ name }) => name === 'mj-body')?.line ?? document.line;
  const shownIn = all.filter(({ name }) => holders.has(name));
  const blocks = all
    .filter(({ name }) => !shownIn.some((holder) => holder.name === name))
    .flatMap(({ name, children }) =>
      children.flatMap((child) =>
        child.kind === 'words' && child.text.trim() === '{{blocks}}' ? [{ name, line: child.line }] : [],
      ),
    );
  const misplaced = blocks.filter(({ name }) => name !== 'mj-body' && name !== 'mj-wrapper');
  return [
    ...misplaced.map(({ line, name }) =>
      faultAt(
        line,
        'blocks',
        `{{blocks}} stands in <${name}>. It stands between sections, right in mj-body or in an mj-wrapper`,
      ),
    ),
    ...(blocks.length === 1
      ? []
      : [
          faultAt(
            blocks[1]?.line ?? bodyLine,
            'blocks',
            blocks.length === 0
              ? '{{blocks}} is missing: it says where the stories go, between sections in mj-body'
              : '{{blocks}} stands twice: the stories come once',
          ),
        ]),
    ...placeholders
      .filter((each) => each.isNeeded === true && !shownIn.some((holder) => isShown(each, holder)))
      .map(({ name, use }) =>
        faultAt(
          bodyLine,
          'missing-part',
          `{{${name}}} is missing: ${needs[name] ?? ''}. It stands ${usePlaces[use]}, outside any section`,
        ),
      ),
  ];
}
