import { sql } from 'kysely';
import { keptOut } from '../../audience/imported-readers.ts';
import type { Db, Fragment } from '../../platform/db.ts';
import type { ImportCounts } from './imports.ts';

export type StagedRow = {
  readonly line: number;
  readonly publicId: string;
  readonly address: string | null;
  readonly addressKey: string | null;
  readonly name: string | null;
  readonly state: string | null;
  readonly tier: string | null;
  readonly isComp: boolean;
  readonly tierEndsAt: Date | null;
  readonly joinedAt: Date | null;
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly problem: string | null;
};

export async function clearStage(db: Db, importId: number): Promise<void> {
  await sql`delete from import_row where import_id = ${importId}`.execute(db);
}

/** ASCII's own separators of records, of units and of groups: no text that we keep has a control character. */
const signs = { row: '\u001e', cell: '\u001f', tag: '\u001d' };

const cellOf = (value: string | number | null): string =>
  value === null ? '' : String(value).replace(/[\u0000-\u001f]/g, ' ');

/** The stage keeps a language and a zone among the fields, under names that no field can have. */
const languageKey = ':language';
const timeZoneKey = ':time-zone';

function stagedFields({ fields, language, timeZone }: StagedRow): string {
  const kept = {
    ...fields,
    ...(language !== null && { [languageKey]: language }),
    ...(timeZone !== null && { [timeZoneKey]: timeZone }),
  };
  return Object.keys(kept).length === 0 ? '{}' : JSON.stringify(kept);
}

/**
 * Adds rows in one statement with one text as its parameter: lists for each column would cost this process more time than
 * reading the file does.
 */
export async function stageRows(db: Db, importId: number, rows: readonly StagedRow[]): Promise<void> {
  const text = rows
    .map((row) =>
      [
        cellOf(row.line),
        cellOf(row.publicId),
        cellOf(row.address),
        cellOf(row.addressKey),
        cellOf(row.name),
        cellOf(row.state),
        cellOf(row.tier),
        row.isComp ? 't' : 'f',
        row.tierEndsAt?.toISOString() ?? '',
        row.joinedAt?.toISOString() ?? '',
        row.tags.map(cellOf).join(signs.tag),
        stagedFields(row),
        cellOf(row.problem),
      ].join(signs.cell),
    )
    .join(signs.row);
  await sql`
    insert into import_row (import_id, line, public_id, address, address_key, name, state, tier, is_comp, tier_ends_at,
      joined_at, tags, fields, problem)
    select ${importId}::integer, cell[1]::integer, cell[2], nullif(cell[3], ''), nullif(cell[4], ''), nullif(cell[5], ''),
      nullif(cell[6], ''), nullif(cell[7], ''), cell[8]::boolean, nullif(cell[9], '')::timestamptz,
      nullif(cell[10], '')::timestamptz, string_to_array(cell[11], ${signs.tag}), cell[12]::jsonb, nullif(cell[13], '')
    from string_to_table(${text}, ${signs.row}) as row
      -- The offset keeps the planner from cutting the row anew for each cell.
      cross join lateral (select string_to_array(row, ${signs.cell}) as cell offset 0) as cells
  `.execute(db);
}

export const analyzeStage = async (db: Db): Promise<void> => {
  await sql`analyze import_row`.execute(db);
};

/** The readers of a file: of an address that stands there twice the first row counts. */
export const readersOf = (importId: number, from: number, to: number): Fragment => sql`
  select line, public_id, address, address_key, name, state, tier, is_comp, tier_ends_at, joined_at, tags,
    fields - ${languageKey}::text - ${timeZoneKey}::text as fields, fields ->> ${languageKey} as language,
    fields ->> ${timeZoneKey} as time_zone
  from import_row row
  where import_id = ${importId} and line > ${from}::integer and line <= ${to}::integer and problem is null
    and not is_repeated
`;

export async function lastLine(db: Db, importId: number): Promise<number> {
  const { rows } = await sql<{ line: number | null }>`
    select max(line) as line from import_row where import_id = ${importId}
  `.execute(db);
  return rows[0]?.line ?? 0;
}

/** Marks every row whose address stands in the file before. */
export async function markRepeated(db: Db, importId: number): Promise<void> {
  await sql`
    update import_row set is_repeated = true
    from (
      select line, row_number() over (partition by address_key order by line) as place
      from import_row where import_id = ${importId} and problem is null
    ) as numbered
    where import_row.import_id = ${importId} and import_row.line = numbered.line and place > 1
  `.execute(db);
}

/** What becomes of each row, for a row called `row` beside what is known of its address. */
const fate = sql`case
  when row.problem is not null then 'refused'
  when row.is_repeated then 'repeated'
  when kept_out.reason is not null then 'kept out'
  when row.state <> 'active' then 'goodbye'
  when known.id is null then 'fresh'
  when have.count = wanted.count then 'known'
  else 'subscribed'
end`;

export async function countFates(
  db: Db,
  importId: number,
  newsletterIds: readonly number[],
): Promise<ImportCounts> {
  const { rows } = await sql<ImportCounts>`
    select count(*) as rows,
      count(*) filter (where fate in ('fresh', 'subscribed')) as subscribed,
      count(*) filter (where fate = 'fresh') as fresh,
      count(*) filter (where fate = 'known') as known,
      count(*) filter (where fate = 'goodbye') as goodbyes,
      count(*) filter (where fate = 'kept out') as "keptOut",
      count(*) filter (where fate = 'repeated') as repeated,
      count(*) filter (where fate = 'refused') as refused,
      count(*) filter (where tier is not null and not is_comp and fate not in ('refused', 'repeated')) as paid,
      count(*) filter (where tier is not null and is_comp and fate not in ('refused', 'repeated')) as comp
    from (
      select ${fate} as fate, row.tier, row.is_comp
      from import_row row
        cross join (select ${newsletterIds.length}::bigint as count) as wanted
        left join subscriber known on known.address_key = row.address_key
        left join (
          select subscriber_id, count(*) as count from subscription
          where newsletter_id = any (${[...newsletterIds]}::integer[]) group by subscriber_id
        ) as have on have.subscriber_id = known.id
        left join (${keptOut(newsletterIds)}) as kept_out on kept_out.address_key = row.address_key
      where row.import_id = ${importId}
    ) as fates
  `.execute(db);
  const counts = rows[0];
  if (!counts) throw new Error('a count gave no row');
  return counts;
}

/** The rows that come to nothing, and why, in the order of the file. */
export async function listProblems(
  db: Db,
  importId: number,
  newsletterIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ line: number; problem: string }>`
    select line, coalesce(row.problem, case when row.is_repeated then 'This address stands in the file before' end,
      kept_out.reason) as problem
    from import_row row
      left join (${keptOut(newsletterIds)}) as kept_out on kept_out.address_key = row.address_key
    where import_id = ${importId} and (row.problem is not null or row.is_repeated or kept_out.reason is not null)
    order by line
  `.execute(db);
  return new Map(rows.map(({ line, problem }) => [line, problem]));
}
