const parts = (at: Date, timeZone: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );

/** How far the zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: Date, timeZone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

/**
 * The midnight that ends a day, such as `2027-01-31`, in a zone; null for a day that is none. The offset is asked for twice,
 * since the first guess may lie on the other side of a change of the clocks.
 */
export function endOfDay(day: string, timeZone: string): Date | null {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const noon = new Date(`${day}T12:00:00Z`);
  if (year === '' || Number.isNaN(noon.getTime()) || noon.toISOString().slice(0, 10) !== day) return null;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(date) + 1);
  const guess = midnight - offsetAt(new Date(midnight), timeZone);
  return new Date(midnight - offsetAt(new Date(guess), timeZone));
}
