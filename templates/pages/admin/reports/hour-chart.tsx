import type { Moment } from '../../reader/site.ts';
import { grouped } from '../parts.tsx';

export interface ChartHour {
  readonly at: Moment;
  readonly readers: number;
}

const width = 640;
const height = 160;

/** First clicks hour by hour: bars for the eye, and the same figures as a table for everybody. */
export const HourChart = ({
  hours,
  language,
}: {
  readonly hours: readonly ChartHour[];
  readonly language: string;
}) => {
  const most = Math.max(1, ...hours.map(({ readers }) => readers));
  const step = width / Math.max(hours.length, 12);
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {hours.map(({ at, readers }, index) => {
          const tall = Math.max(1, Math.round((readers / most) * (height - 8)));
          return (
            <rect
              key={at.iso}
              x={Math.round(index * step * 10) / 10}
              y={height - tall}
              width={Math.max(2, Math.round((step - 2) * 10) / 10)}
              height={tall}
              fill="currentColor"
            />
          );
        })}
      </svg>
      <details>
        <summary>The same as a table</summary>
        <table class="ledger">
          <caption class="visually-hidden">First clicks by hour</caption>
          <tbody>
            {hours.map(({ at, readers }) => (
              <tr key={at.iso}>
                <th scope="row">
                  <time dateTime={at.iso}>{at.text}</time>
                </th>
                <td>{grouped(readers, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
};
