export interface ChartSpan {
  /** `12 Nov`. */
  readonly at: string;
  readonly came: number;
  readonly went: number;
}

const width = 720;
const height = 220;
const labels = 20;
const room = height - 2 * labels;

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Who came stands above the line, who went below it, on one scale. The table beneath says the same. */
export const GrowthChart = ({
  spans,
  grouped,
}: {
  readonly spans: readonly ChartSpan[];
  readonly grouped: (count: number) => string;
}) => {
  const most = Math.max(1, ...spans.map(({ came }) => came));
  const least = Math.max(0, ...spans.map(({ went }) => went));
  const unit = room / (most + least);
  const zero = labels + most * unit;
  const step = width / Math.max(spans.length, 1);
  const bar = Math.max(2, step - 3);
  const first = spans[0]?.at;
  const last = spans.at(-1)?.at;
  return (
    <svg class="growth" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {spans.map(({ at, came, went }, index) => (
        <g key={at}>
          <rect
            class="growth__came"
            x={tenth(index * step)}
            y={tenth(zero - came * unit)}
            width={tenth(bar)}
            height={tenth(came * unit)}
          />
          <rect
            class="growth__went"
            x={tenth(index * step)}
            y={tenth(zero)}
            width={tenth(bar)}
            height={tenth(went * unit)}
          />
        </g>
      ))}
      <line class="growth__zero" x1="0" x2={width} y1={tenth(zero)} y2={tenth(zero)} />
      <text x="0" y="13">
        {grouped(most)} came at most
      </text>
      <text x={width} y="13" text-anchor="end">
        {least > 0 ? `${grouped(least)} went at most` : 'nobody went'}
      </text>
      <text x="0" y={height - 4}>
        {first}
      </text>
      <text x={width} y={height - 4} text-anchor="end">
        {last}
      </text>
    </svg>
  );
};
