import { csvLine } from '../platform/csv.ts';
import { type Cohort, type GrowthReport, cameIn, wentIn } from './growth-report.ts';

/** Who came and who went, a span a line, the oldest first. */
export function growthCsv({ lines, readersBefore }: GrowthReport): string {
  let readers = readersBefore;
  const rows = lines.map((line) => {
    readers += cameIn(line) - wentIn(line);
    const { from, confirmed, imported, returned, left, keptBack, erased, undone } = line;
    const figures = [confirmed, imported, returned, left, keptBack, erased, undone, readers];
    return csvLine([from, ...figures.map(String)]);
  });
  const head = [
    'from',
    'confirmed',
    'imported',
    'returned',
    'left',
    'kept back',
    'erased',
    'import undone',
    'on the list',
  ];
  return [csvLine(head), ...rows].join('');
}

/** What earned readers, the most first. */
export const sourcesCsv = ({ sources }: GrowthReport): string =>
  [
    csvLine(['form', 'story', 'came', 'still here']),
    ...sources.map(({ form, articleSlug, came, stayed }) =>
      csvLine([form, articleSlug, String(came), String(stayed)]),
    ),
  ].join('');

/** A line for each month of joining and each month since. */
export const cohortsCsv = (cohorts: readonly Cohort[]): string =>
  [
    csvLine(['came in', 'readers', 'months later', 'on the list']),
    ...cohorts.flatMap(({ month, readers, stayed }) =>
      stayed.map((count, later) => csvLine([month, String(readers), String(later), String(count)])),
    ),
  ].join('');
