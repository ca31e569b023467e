import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { compileRules } from './compile-rules.ts';
import { type RuleGroup, type RuleNode, type RuleProblem, isGroup, parseRules } from './rules.ts';
import {
  type SegmentRow,
  deleteSegmentRow,
  findSegmentRow,
  insertSegment,
  listSegmentRows,
  updateSegment,
} from './sql/segments.ts';

/** A saved rule that picks readers. */
export type Segment = Omit<SegmentRow, 'rules'> & { readonly rules: RuleGroup };

/** A row that no longer reads as rules, which only an older program could leave, picks nobody. */
function readRow(row: SegmentRow): Segment {
  const read = parseRules(row.rules);
  return { ...row, rules: read.kind === 'rules' ? read.rules : { match: 'any', rules: [] } };
}

/** All segments by name. */
export const listSegments = async (db: Db): Promise<readonly Segment[]> =>
  (await listSegmentRows(db)).map(readRow);

/** The segment with a public id; null when there is none. */
export async function findSegment(db: Db, publicId: string): Promise<Segment | null> {
  const row = await findSegmentRow(db, publicId);
  return row && readRow(row);
}

export type SegmentForm = { readonly name: string; readonly rules: unknown };

export type SaveSegmentOutcome =
  | { readonly kind: 'saved'; readonly publicId: string }
  | { readonly kind: 'bad-name' | 'taken' | 'unknown' }
  | { readonly kind: 'ill-formed'; readonly problems: readonly RuleProblem[] };

const parseName = (text: string): string | null => {
  const name = text.trim().replace(/\s+/g, ' ');
  return name !== '' && name.length <= 80 && !/\p{Cc}/u.test(name) ? name : null;
};

/** Reads rules and sees that everything they name is there. */
function checkRules(
  input: unknown,
  catalog: Catalog,
):
  | { readonly kind: 'rules'; readonly rules: RuleGroup }
  | { readonly kind: 'ill-formed'; readonly problems: readonly RuleProblem[] } {
  const read = parseRules(input);
  if (read.kind === 'ill-formed') return read;
  const compiled = compileRules(read.rules, catalog);
  return compiled.kind === 'ill-formed' ? compiled : read;
}

/** Saves a new segment, or the one with this public id; rules that are ill-formed are not kept. */
export async function saveSegment(
  tx: Db,
  publicId: string | null,
  form: SegmentForm,
  by: string,
): Promise<SaveSegmentOutcome> {
  const name = parseName(form.name);
  if (name === null) return { kind: 'bad-name' };
  const checked = checkRules(form.rules, await readCatalog(tx));
  if (checked.kind === 'ill-formed') return checked;
  const segment = { publicId: publicId ?? randomId(), name, rules: checked.rules, by };
  if (publicId !== null) {
    const kind = await updateSegment(tx, segment);
    return kind === 'saved' ? { kind, publicId } : { kind };
  }
  return (await insertSegment(tx, segment))
    ? { kind: 'saved', publicId: segment.publicId }
    : { kind: 'taken' };
}

/** Forgets a segment; its readers stay as they are. False when there was none. */
export const deleteSegment = (tx: Db, publicId: string): Promise<boolean> => deleteSegmentRow(tx, publicId);

const hasField = (node: RuleNode, slug: string): boolean =>
  isGroup(node)
    ? node.rules.some((each) => hasField(each, slug))
    : node.on === 'field' && node.field === slug;

/** The segments that ask for a custom field. */
export const listSegmentsWithField = async (db: Db, slug: string): Promise<readonly Segment[]> =>
  (await listSegments(db)).filter(({ rules }) => hasField(rules, slug));
