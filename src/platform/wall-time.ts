/** A day on a calendar on the wall, without a zone. */
export type WallDay = { readonly year: number; readonly month: number; readonly day: number };

const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it a hundred times. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** The name of a zone as we keep it, from any spelling of it, such as `europe/madrid`; null for what is none. */
export function parseTimeZone(text: string): string | null {
  try {
    // Not kept: a stranger's spellings are without end.
    return new Intl.DateTimeFormat('en', { timeZone: text.trim() }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Every zone that can be chosen, in the order of the alphabet. */
export const listTimeZones = (): readonly string[] => Intl.supportedValuesOf('timeZone');

export const isTimeZone = (name: string): boolean => parseTimeZone(name) !== null;

const partsAt = (at: Date, timeZone: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );

/** How far the zone is ahead of UTC at a moment, in milliseconds. @throws RangeError for a zone that is none */
function offsetAt(at: Date, timeZone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = partsAt(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

/** The day a calendar in the zone shows at a moment. */
export function wallDayAt(at: Date, timeZone: string): WallDay {
  const { year = 0, month = 1, day = 1 } = partsAt(at, timeZone);
  return { year, month, day };
}

/** Minutes since midnight that a clock in the zone shows at a moment. */
export function wallMinutesAt(at: Date, timeZone: string): number {
  const { hour = 0, minute = 0 } = partsAt(at, timeZone);
  return hour * 60 + minute;
}

/** The day so many days later, or earlier. */
export function addDays({ year, month, day }: WallDay, days: number): WallDay {
  const at = new Date(Date.UTC(year, month - 1, day + days));
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = ({ year, month, day }: WallDay): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;

/** The moment between two others at which the zone's offset becomes another. */
function changeBetween(from: number, to: number, timeZone: string): number {
  const before = offsetAt(new Date(from), timeZone);
  let low = Math.floor(from / 1000);
  let high = Math.ceil(to / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(new Date(middle * 1000), timeZone) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/**
 * The moment at which a clock in the zone shows so many minutes since midnight. A time that the clocks skip is the first
 * moment after the gap; one that they show twice is the first of the two.
 */
export function momentOf(day: WallDay, minutes: number, timeZone: string): Date {
  const wall = Date.UTC(day.year, day.month - 1, day.day, 0, minutes);
  const offsets = [wall - dayMs, wall + dayMs].map((at) => offsetAt(new Date(at), timeZone));
  const moments = offsets.map((offset) => wall - offset).toSorted((a, b) => a - b);
  const shown = moments.find((at) => at + offsetAt(new Date(at), timeZone) === wall);
  const [first = wall, last = wall] = moments;
  return new Date(shown ?? changeBetween(first, last, timeZone));
}

/** So far ahead nobody plans: a year in which a digit slipped. */
const mostDaysAhead = 400;
export const isFarAhead = (at: Date, now: Date): boolean =>
  at.getTime() > now.getTime() + mostDaysAhead * dayMs;
