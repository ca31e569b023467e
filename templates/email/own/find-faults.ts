import { checkElements, checkPalette } from './check-elements.ts';
import { checkNeeds, checkPlaceholders } from './check-placeholders.ts';
import { type Finding, faultAt } from './finding.ts';
import { type Element, bounds, readMarkup } from './read-markup.ts';

export type ReadTemplate =
  | { readonly kind: 'sound'; readonly document: Element }
  | { readonly kind: 'faulty'; readonly faults: readonly Finding[] };

const childrenCalled = ({ children }: Element, wanted: string): readonly Element[] =>
  children.filter((child): child is Element => child.kind === 'element' && child.name === wanted);

/** One body, and at most one head before it. */
function checkShape(document: Element): Finding[] {
  const [body, second] = childrenCalled(document, 'mj-body');
  const [, secondHead] = childrenCalled(document, 'mj-head');
  return [
    ...(body === undefined ? [faultAt(document.line, 'shape', 'A template has one <mj-body>')] : []),
    ...[second, secondHead]
      .filter((element) => element !== undefined)
      .map(({ line, name }) => faultAt(line, 'shape', `There is a second <${name}>`)),
  ];
}

/**
 * Reads a template that anybody may have written, and judges it by the rules of docs/templates.md: time and memory grow with
 * its length, which is bounded first. Whether MJML compiles it is another question: see check-template.ts.
 */
export function readTemplate(source: string): ReadTemplate {
  const faulty = (...faults: Finding[]): ReadTemplate => ({ kind: 'faulty', faults });
  if (source.trim() === '') return faulty(faultAt(1, 'empty', 'The template is empty'));
  if (source.length > bounds.characters)
    return faulty(
      faultAt(
        1,
        'too-large',
        `The template has ${source.length} characters; ${bounds.characters} are the most. A mail has 100 kB, and its stories want most of them`,
      ),
    );
  if (/[\u0000\p{Cs}]/u.test(source))
    return faulty(faultAt(1, 'no-text', 'The template holds characters that are no text'));
  const read = readMarkup(source);
  if (read.fault !== undefined) return faulty(read.fault);
  const faults = [
    ...checkShape(read.root),
    ...checkElements(read.root),
    ...checkPalette(source),
    ...checkPlaceholders(read.root),
    ...checkNeeds(read.root),
  ];
  return faults.length > 0
    ? faulty(...faults.toSorted((one, other) => one.line - other.line))
    : { kind: 'sound', document: read.root };
}
