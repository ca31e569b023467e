import { grouped } from '../parts.tsx';
import { Wide } from './wide.tsx';

export interface CohortRow {
  /** `November 2026`. */
  readonly month: string;
  readonly readers: number;
  /** On the list at the end of each month since. */
  readonly stayed: readonly number[];
}

/** The darker, the more stayed; from half of them down it is the ground. */
const shadeOf = (share: number): number => Math.round(Math.max(0, Math.min(1, (share - 0.5) * 2)) * 40) / 100;

const Cell = ({ stayed, readers }: { readonly stayed: number; readonly readers: number }) => (
  <td class="heat">
    <svg class="heat__shade" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      <rect
        width="1"
        height="1"
        fill="currentColor"
        fill-opacity={readers === 0 ? 0 : shadeOf(stayed / readers)}
      />
    </svg>
    <span>{readers === 0 ? '–' : `${Math.round((stayed / readers) * 100)}\u00a0%`}</span>
  </td>
);

/** How many of those who came in one month were still on the list at the end of each month since. */
export const CohortTable = ({
  cohorts,
  language,
}: {
  readonly cohorts: readonly CohortRow[];
  readonly language: string;
}) => {
  const months = Math.max(0, ...cohorts.map(({ stayed }) => stayed.length));
  return (
    <Wide label="Who stayed, by the month they came">
      <table class="sheet">
        <caption class="visually-hidden">Share of readers still on the list, by month of joining</caption>
        <thead>
          <tr>
            <th scope="col">Came in</th>
            <th scope="col" class="figure">
              Readers
            </th>
            {Array.from({ length: months }, (_, month) => (
              <th key={month} scope="col" class="figure">
                {month === 0 ? 'Same month' : `+${month}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ month, readers, stayed }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              <td class="figure">{grouped(readers, language)}</td>
              {stayed.map((count, index) => (
                <Cell key={`${month} ${index}`} stayed={count} readers={readers} />
              ))}
              {stayed.length < months && <td colSpan={months - stayed.length}>{'\u00a0'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
};
