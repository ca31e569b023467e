import { escapeHtml } from './escape-html.ts';
import type { Piece } from './mail-template.ts';
import { plainWords } from './plain-words.ts';

/**
 * Markup with tags, read once and filled many times:
 * `{{headline}}` a value, escaped; `{{@greeting}}` a reader's slot, filled later by the sender;
 * `{{#dek}}…{{/dek}}` only with that value, once for each item of a list, or inside that view.
 */
export type TaggedMarkup = readonly (string | Tag | Slot | Section)[];
type Tag = { readonly kind: 'tag'; readonly name: string };
type Slot = { readonly kind: 'slot'; readonly name: string };
type Section = { readonly kind: 'section'; readonly name: string; readonly inside: TaggedMarkup };

/** What fills the tags. A tag that no view around it knows is an error, so what may be absent is named and undefined. */
export type View = { readonly [tag: string]: ViewValue };
type ViewValue = string | boolean | View | readonly View[] | undefined;

/**
 * Reads the tags of trusted markup.
 * @throws when a section is not closed in order, or two braces stand for nothing
 */
export function parseTags(markup: string): TaggedMarkup {
  const parts = markup.split(/(\{\{[^{}]*\}\})/);
  return readUntil(parts, undefined);
}

/** Takes parts from the front of the list until the section of that name is closed. */
function readUntil(parts: string[], open: string | undefined): TaggedMarkup {
  const found: (string | Tag | Slot | Section)[] = [];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const [, sign, name] = /^\{\{([#/@]?)([a-z][a-z_]*)\}\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part.includes('{{')) throw new Error(`Not a tag: ${part.slice(0, 60)}`);
      if (part !== '') found.push(part);
    } else if (sign === '/') {
      if (name !== open) throw new Error(`{{/${name}}} closes {{#${open ?? ''}}}`);
      return found;
    } else if (sign === '#') {
      found.push({ kind: 'section', name, inside: readUntil(parts, name) });
    } else {
      found.push({ kind: sign === '@' ? 'slot' : 'tag', name });
    }
  }
  if (open !== undefined) throw new Error(`{{#${open}}} is not closed`);
  return found;
}

/**
 * Parts the markup at a section of the outermost level, for a caller who fills each item on its own.
 * @throws when there is no such section
 */
export function partAtSection(markup: TaggedMarkup, name: string) {
  const at = markup.findIndex(
    (part) => typeof part !== 'string' && part.kind === 'section' && part.name === name,
  );
  const section = markup[at];
  if (section === undefined || typeof section === 'string' || section.kind !== 'section') {
    throw new Error(`There is no {{#${name}}}`);
  }
  return { before: markup.slice(0, at), inside: section.inside, after: markup.slice(at + 1) };
}

/**
 * Fills the tags in one pass, so a value that looks like a tag stays the words it is.
 * @throws when a tag is unknown, or is words where the view has none
 */
export function fillTags(markup: TaggedMarkup, view: View): Piece[] {
  const pieces: Piece[] = [];
  let run = '';
  const endRun = () => {
    if (run !== '') pieces.push({ text: run });
    run = '';
  };
  const fill = (inside: TaggedMarkup, views: readonly View[]): void => {
    for (const part of inside) {
      if (typeof part === 'string') run += part;
      else if (part.kind === 'slot') {
        endRun();
        pieces.push({ slot: part.name });
      } else if (part.kind === 'tag') run += escapeHtml(wordsOf(part.name, views));
      else for (const inner of viewsOf(part.name, views)) fill(part.inside, [inner, ...views]);
    }
  };
  fill(markup, [view]);
  endRun();
  return pieces;
}

function wordsOf(name: string, views: readonly View[]): string {
  const value = valueOf(name, views);
  if (typeof value !== 'string') throw new Error(`{{${name}}} has no words`);
  return plainWords(value);
}

function viewsOf(name: string, views: readonly View[]): readonly View[] {
  const value = valueOf(name, views);
  if (value === undefined || value === false || value === '') return [];
  if (value === true || typeof value === 'string') return [{}];
  return isList(value) ? value : [value];
}

const isList = (value: View | readonly View[]): value is readonly View[] => Array.isArray(value);

function valueOf(name: string, views: readonly View[]): ViewValue {
  const view = views.find((candidate) => Object.hasOwn(candidate, name));
  if (view === undefined) throw new Error(`Unknown tag {{${name}}}`);
  return view[name];
}
