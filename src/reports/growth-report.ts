import { countOnList } from '../audience/growth.ts';
import type { Db } from '../platform/db.ts';
import {
  type CohortLine,
  type GrowthLine,
  type SourceLine,
  type Span,
  listCohortLines,
  listGrowth,
  listSources,
  readToday,
} from './sql/growth.ts';

export { type GrowthLine, type SourceLine, type Span, readToday } from './sql/growth.ts';

/** So many spans a page shows. */
export const spansShown: Readonly<Record<Span, number>> = { day: 30, week: 26, month: 24 };

/** How readers who came in one month have stayed. */
export type Cohort = {
  /** Its first day, as `2026-11-01`. */
  readonly month: string;
  readonly readers: number;
  /** How many stood on the list at the end of each month since, their own first; the last one is under way. */
  readonly stayed: readonly number[];
};

export type GrowthReport = {
  readonly readers: number;
  /** On the list before the first span. */
  readonly readersBefore: number;
  readonly lines: readonly GrowthLine[];
  readonly sources: readonly SourceLine[];
  /** Where the sources begin, as `2026-01-01`. */
  readonly sourcesSince: string;
  readonly cohorts: readonly Cohort[];
};

export const cameIn = ({ confirmed, imported, returned }: GrowthLine): number =>
  confirmed + imported + returned;

export const wentIn = ({ left, keptBack, erased, undone }: GrowthLine): number =>
  left + keptBack + erased + undone;

/** Whom the paper lost: an import that was taken back is no loss. */
export const lostIn = (line: GrowthLine): number => wentIn(line) - line.undone;

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

const monthText = (number: number): string =>
  `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}-01`;

/** Lines of coming and going as shares that stay, up to the month that is under way. */
function cohortsOf(lines: readonly CohortLine[], today: string): readonly Cohort[] {
  const now = monthNumber(today);
  const months = [...new Set(lines.map(({ joinedMonth }) => joinedMonth))];
  return months.map((month) => {
    const own = lines.filter(({ joinedMonth }) => joinedMonth === month);
    const first = monthNumber(month);
    let standing = 0;
    const stayed: number[] = [];
    for (let at = first; at <= now; at += 1) {
      for (const line of own) if (monthNumber(line.month) === at) standing += line.came - line.went;
      stayed.push(standing);
    }
    // Whoever came in the month counts once, also when they went and returned in it.
    const came = own.find((line) => line.month === month)?.came ?? 0;
    return { month, readers: Math.max(came, ...stayed), stayed };
  });
}

const cohortMonths = 13;
const sourceMonths = 12;
const sourcesShown = 30;

type Asked = { readonly newsletterId: number; readonly span: Span; readonly sources?: number };

/** Who came and who went, what earned them and how long they stay; all figures of one moment in the newsroom. */
export async function readGrowthReport(
  db: Db,
  { newsletterId, span, sources = sourcesShown }: Asked,
): Promise<GrowthReport> {
  const today = await readToday(db);
  const sourcesSince = monthText(monthNumber(today) - sourceMonths + 1);
  const [readers, lines, found, cohortLines] = await Promise.all([
    countOnList(db, newsletterId),
    listGrowth(db, { newsletterId, span, spans: spansShown[span] }),
    listSources(db, { since: sourcesSince, limit: sources }),
    listCohortLines(db, cohortMonths),
  ]);
  const change = lines.reduce((sum, line) => sum + cameIn(line) - wentIn(line), 0);
  return {
    readers,
    readersBefore: readers - change,
    lines,
    sources: found,
    sourcesSince,
    cohorts: cohortsOf(cohortLines, today),
  };
}
