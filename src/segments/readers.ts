import { csvLine } from '../platform/csv.ts';
import type { Db, Fragment } from '../platform/db.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { type Compiled, compileRules } from './compile-rules.ts';
import type { Rule, RuleGroup, RuleNode } from './rules.ts';
import { type ReaderLine, countUpTo, listReaders, readCountedPage } from './sql/readers.ts';

export { type ReaderLine, listReaders } from './sql/readers.ts';

export const readerStates = ['active', 'pending', 'paused', 'ended', 'suppressed'] as const;

/** What the table of readers is narrowed to; an empty text narrows nothing. */
export type ReaderFilter = {
  /** Part of an address or a name. */
  readonly q: string;
  /** Slugs. */
  readonly newsletter: string;
  readonly tier: string;
  readonly state: (typeof readerStates)[number] | '';
  readonly tag: string;
};

/** With a newsletter: its readers in that state. Without: who is in that state anywhere. */
function stateRules({ newsletter, state }: ReaderFilter): readonly Rule[] {
  if (newsletter === '' && state === '') return [];
  const has = (is: 'active' | 'pending' | 'paused' | 'ended' | 'ever'): Rule => ({
    on: 'newsletter',
    is,
    newsletter,
    rhythm: '',
  });
  if (state !== 'suppressed') return [has(state === '' ? 'ever' : state)];
  const keptBack: Rule = { on: 'kept back', is: 'yes', newsletter };
  return newsletter === '' ? [keptBack] : [has('active'), keptBack];
}

/** A filter says the same as a segment whose rules must all hold; a segment may stand among them. */
export function rulesOfFilter(filter: ReaderFilter, segment: RuleGroup | null = null): RuleGroup {
  const { q, tier, tag } = filter;
  const rules: readonly RuleNode[] = [
    ...(q === '' ? [] : [{ on: 'address or name', is: 'contains', value: q } as const]),
    ...stateRules(filter),
    ...(tier === '' ? [] : [{ on: 'tier', is: 'has', value: tier } as const]),
    ...(tag === '' ? [] : [{ on: 'tag', is: 'has', value: tag } as const]),
    ...(segment === null ? [] : [segment]),
  ];
  return { match: 'all', rules };
}

/** The condition of rules on a row of `subscriber`, as this newsroom is now. */
export const compileNow = async (db: Db, rules: RuleGroup, catalog?: Catalog): Promise<Compiled> =>
  compileRules(rules, catalog ?? (await readCatalog(db)));

/** Counts are exact up to here: beyond, nobody is better served by the last digit than by a quick page. */
export const countedUpTo = 10_000;

export type ReaderCount = { readonly readers: number; readonly isMore: boolean };

/** How many readers a condition holds for, exact up to `most`. */
export async function countReaders(db: Db, where: Fragment, most = countedUpTo): Promise<ReaderCount> {
  const readers = await countUpTo(db, where, most);
  return { readers: Math.min(readers, most), isMore: readers > most };
}

export type ReaderPage = {
  readonly lines: readonly ReaderLine[];
  readonly count: ReaderCount;
  readonly hasMore: boolean;
};

/** A page of the readers a condition holds for, the newest first, `after` this id, and how many there are. */
export async function readReaders(
  db: Db,
  where: Fragment,
  { after, size }: { readonly after?: number | undefined; readonly size: number },
): Promise<ReaderPage> {
  const { lines, matching } = await readCountedPage(db, where, { after, limit: size + 1, most: countedUpTo });
  return {
    lines: lines.slice(0, size),
    count: { readers: Math.min(matching, countedUpTo), isMore: matching > countedUpTo },
    hasMore: lines.length > size,
  };
}

const pageSize = 1000;

const csvHeader = [
  'id',
  'email',
  'name',
  'confirmed_at',
  'created_at',
  'subscriptions',
  'tiers',
  'tags',
  'language',
  'time_zone',
];

const csvOf = (line: ReaderLine, fields: readonly string[]): string =>
  csvLine([
    line.publicId,
    line.address,
    line.name ?? '',
    line.confirmedAt?.toISOString() ?? '',
    line.createdAt.toISOString(),
    line.subscriptions.map(({ slug, state, rhythm }) => `${slug}: ${state}, ${rhythm}`).join('; '),
    line.tiers.join('; '),
    line.tags.join('; '),
    line.language ?? '',
    line.timeZone ?? '',
    ...fields.map((field) => line.fields[field] ?? ''),
  ]);

/** The readers a condition holds for, newest first, with their custom fields; a thousand in memory at a time. */
export async function* readersCsv(
  db: Db,
  where: Fragment,
  fields: readonly string[],
): AsyncGenerator<string> {
  yield csvLine([...csvHeader, ...fields]);
  for (let after: number | undefined; ;) {
    const lines = await listReaders(db, where, { after, limit: pageSize });
    yield lines.map((line) => csvOf(line, fields)).join('');
    const last = lines.at(-1);
    if (lines.length < pageSize || !last) return;
    after = last.id;
  }
}
