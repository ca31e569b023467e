import type { CustomField } from '../../../audience/custom-fields.ts';
import { listCustomFields } from '../../../audience/custom-fields.ts';
import { type Tier, listTiers } from '../../../membership/tiers.ts';
import { type Newsletter, listNewsletters } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import type { Compiled } from '../../../segments/compile-rules.ts';
import { type ReaderFilter, compileNow, readerStates, rulesOfFilter } from '../../../segments/readers.ts';
import { type Segment, listSegments } from '../../../segments/segments.ts';
import { textOf, textsOf } from '../../form-body.ts';
import { columnKeys, usualColumns } from './reader-columns.ts';

/** What a filter may choose from. */
export type ReaderChoices = {
  readonly newsletters: readonly Newsletter[];
  readonly tiers: readonly Tier[];
  readonly segments: readonly Segment[];
  readonly fields: readonly CustomField[];
};

/** What the table of readers shows: all of it stands in its address. */
export type ReaderQuery = {
  readonly filter: ReaderFilter;
  /** By its public id. */
  readonly segment: Segment | null;
  readonly columns: readonly string[];
};

/** Everything that the filters of the table choose from. */
export async function readChoices(db: Db): Promise<ReaderChoices> {
  const [newsletters, tiers, segments, fields] = await Promise.all([
    listNewsletters(db),
    listTiers(db),
    listSegments(db),
    listCustomFields(db),
  ]);
  return { newsletters, tiers, segments, fields };
}

const known = (all: ReadonlyArray<{ readonly slug: string }>, slug: string): string =>
  all.some((each) => each.slug === slug) ? slug : '';

/** Commas in an address that we write, a field for each tick in one that a browser writes. */
function readColumns(query: unknown, choices: ReaderChoices): readonly string[] {
  const wanted = textsOf(query, 'cols').flatMap((text) => text.split(','));
  const columns = columnKeys(choices.fields).filter((key) => wanted.includes(key));
  return columns.length === 0 ? usualColumns : columns;
}

/** Reads a query from an address or a form. What it names that is not there narrows nothing. */
export function readQuery(query: unknown, choices: ReaderChoices): ReaderQuery {
  const segment = textOf(query, 'segment');
  return {
    filter: {
      q: textOf(query, 'q').trim().slice(0, 200),
      newsletter: known(choices.newsletters, textOf(query, 'newsletter')),
      tier: known(choices.tiers, textOf(query, 'tier')),
      state: readerStates.find((state) => state === textOf(query, 'state')) ?? '',
      tag: textOf(query, 'tag').trim().slice(0, 60),
    },
    segment: choices.segments.find(({ publicId }) => publicId === segment) ?? null,
    columns: readColumns(query, choices),
  };
}

const narrowing = ['q', 'newsletter', 'state', 'tier', 'tag', 'segment'];

/** Whether a query names something that is not there: an act on “all that match” must not reach more than was meant. */
export const hasUnknown = (raw: unknown, query: ReaderQuery): boolean => {
  const read = filterTexts(query);
  return narrowing.some((name) => textOf(raw, name).trim() !== '' && read[name] === '');
};

/** What a table is narrowed to, as its address and forms carry it. */
export const filterTexts = ({ filter, segment }: ReaderQuery): Readonly<Record<string, string>> => ({
  q: filter.q,
  newsletter: filter.newsletter,
  state: filter.state,
  tier: filter.tier,
  tag: filter.tag,
  segment: segment?.publicId ?? '',
});

/** The whole query as its address carries it; columns that are the usual ones go without saying. */
export const queryTexts = (query: ReaderQuery): Readonly<Record<string, string>> => ({
  ...filterTexts(query),
  cols: query.columns.join() === usualColumns.join() ? '' : query.columns.join(),
});

/** The condition of a query. A segment that names something that is gone is ill-formed. */
export const compileQuery = (db: Db, { filter, segment }: ReaderQuery): Promise<Compiled> =>
  compileNow(db, rulesOfFilter(filter, segment?.rules ?? null));

/** An address of ours with what a query is narrowed to. */
export function addressWith(path: string, texts: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(texts).filter(([, value]) => value !== ''));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
