import { csvLine } from '../platform/csv.ts';
import type { RevenueReport } from './revenue-report.ts';

/** Amounts in the smallest unit of the currency; a change a line. */
export const revenueCsv = ({ months, tiers }: RevenueReport): string =>
  [
    csvLine(['month', 'currency', 'what', 'times', 'a month, minor units']),
    ...months.flatMap(({ month, currency, before, changes, after, members }) => [
      csvLine([month, currency, 'before', '', String(before)]),
      ...Object.entries(changes).map(([kind, { times, mrrMinor }]) =>
        csvLine([month, currency, kind, String(times), String(mrrMinor)]),
      ),
      csvLine([month, currency, 'after', String(members), String(after)]),
    ]),
    ...tiers.map(({ tierName, currency, members, mrrMinor }) =>
      csvLine(['now', currency, tierName, String(members), String(mrrMinor)]),
    ),
  ].join('');
