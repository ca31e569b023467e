/** The middle of some figures; with an even number of them the lower of the two. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

export const rounded = (figure: number, digits = 2): number => Number(figure.toFixed(digits));
