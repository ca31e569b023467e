import { addDays, momentOf, wallDayAt, wallMinutesAt, weekdayOf } from '../../platform/wall-time.ts';

/** When a digest leaves, on the clock of a zone. */
export type Timetable = {
  /** Since midnight. */
  readonly minutes: number;
  /** 1 for Monday to 7 for Sunday. */
  readonly weekdays: readonly number[];
  readonly timeZone: string;
};

const minuteMs = 60_000;

/** A weekday comes back within a week; a skipped time may push it over midnight. */
const reach = 9;

/** The first departure after a moment. @throws when it leaves on no day */
export function nextDeparture({ minutes, weekdays, timeZone }: Timetable, after: Date): Date {
  const today = wallDayAt(after, timeZone);
  for (let days = -1; days <= reach; days += 1) {
    const day = addDays(today, days);
    if (!weekdays.includes(weekdayOf(day))) continue;
    const departure = momentOf(day, minutes, timeZone);
    if (departure > after) return departure;
  }
  throw new Error('a timetable needs a weekday');
}

/** The last departure that is not after a moment. @throws when it leaves on no day */
export function lastDeparture({ minutes, weekdays, timeZone }: Timetable, at: Date): Date {
  const today = wallDayAt(at, timeZone);
  for (let days = 1; days >= -reach; days -= 1) {
    const day = addDays(today, days);
    if (!weekdays.includes(weekdayOf(day))) continue;
    const departure = momentOf(day, minutes, timeZone);
    if (departure <= at) return departure;
  }
  throw new Error('a timetable needs a weekday');
}

/** A run as its timetable has it: stories from the start on and before the end. */
export type PlannedRun = {
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly departsAt: Date;
};

/** The run before, as far as the next one depends on it. */
export type PastRun = Pick<PlannedRun, 'windowEnd' | 'departsAt'>;

export type Chain = {
  readonly timetable: Timetable;
  /** So long before its departure the window of a run closes. */
  readonly leadMinutes: number;
  /** Since when the timetable stands: no departure before it is made up for. */
  readonly since: Date;
};

/** How far a window reaches back over the time in which nothing was built. */
const mostDays = 8;

/**
 * The run after another. Windows touch: the next one starts where the last one ended, whatever became of the timetable in
 * between, so that no story falls between two and none into both.
 * @param last null for the first run, which takes what one departure would have taken
 */
export function planNext({ timetable, leadMinutes, since }: Chain, last: PastRun | null): PlannedRun {
  const lead = leadMinutes * minuteMs;
  const closingAfter = (moment: Date) =>
    new Date(nextDeparture(timetable, new Date(moment.getTime() + lead)).getTime() - lead);
  const first = new Date(lastDeparture(timetable, new Date(since.getTime() + lead)).getTime() - lead);
  const oldest = since.getTime() - mostDays * 86_400_000;
  const windowStart = last === null || last.windowEnd.getTime() < oldest ? first : last.windowEnd;
  // A window that was closed before its time keeps its hour: the next one has another.
  const lastClosing = (last?.departsAt.getTime() ?? 0) - lead;
  const windowEnd = closingAfter(new Date(Math.max(windowStart.getTime(), since.getTime(), lastClosing)));
  return { windowStart, windowEnd, departsAt: new Date(windowEnd.getTime() + lead) };
}

/** Hours in which nothing leaves by itself: minutes since midnight, also over midnight. */
export type QuietHours = {
  readonly from: number;
  readonly until: number;
  readonly timeZone: string;
};

const isWithin = (minutes: number, { from, until }: QuietHours): boolean =>
  from < until ? minutes >= from && minutes < until : minutes >= from || minutes < until;

/** The end of the quiet hours a moment lies in; null when it lies in none. */
export function endOfQuiet(quiet: QuietHours | null, at: Date): Date | null {
  if (quiet === null || !isWithin(wallMinutesAt(at, quiet.timeZone), quiet)) return null;
  return nextDeparture(
    { minutes: quiet.until, weekdays: [1, 2, 3, 4, 5, 6, 7], timeZone: quiet.timeZone },
    at,
  );
}
