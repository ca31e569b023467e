const width = 720;
const height = 140;
const labels = 20;

/** What a month brought at its end: bars from zero, the newest on the right. The table beneath says the same. */
export const RevenueChart = ({
  months,
}: {
  /** The newest first. */
  readonly months: ReadonlyArray<{
    readonly month: string;
    readonly after: string;
    readonly afterMinor: number;
  }>;
}) => {
  const bars = months.toReversed();
  const most = Math.max(1, ...bars.map(({ afterMinor }) => afterMinor));
  const step = width / Math.max(bars.length, 6);
  const room = height - 2 * labels;
  return (
    <svg class="growth" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {bars.map(({ month, after, afterMinor }, index) => {
        const tall = Math.max(0, Math.round((afterMinor / most) * room));
        const x = Math.round(index * step);
        const isLast = index === bars.length - 1;
        return (
          <g key={month}>
            <rect
              class="growth__came"
              x={x}
              y={height - labels - tall}
              width={Math.round(step - 4)}
              height={tall}
            />
            {isLast && (
              <text x={x + Math.round(step - 4)} y={height - labels - tall - 5} text-anchor="end">
                {after}
              </text>
            )}
            {index === 0 && (
              <text x={x} y={height - 4}>
                {month}
              </text>
            )}
            {isLast && index > 0 && (
              <text x={x + Math.round(step - 4)} y={height - 4} text-anchor="end">
                {month}
              </text>
            )}
          </g>
        );
      })}
      <line class="growth__zero" x1="0" x2={width} y1={height - labels} y2={height - labels} />
    </svg>
  );
};
