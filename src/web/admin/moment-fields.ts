import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { isFarAhead, momentOf, wallDayAt, wallMinutesAt } from '../../platform/wall-time.ts';
import { textOf } from '../form-body.ts';

/** A day and a time as two fields show them. */
export type MomentFields = { readonly on: string; readonly time: string };

/** Two fields of one name: `publishOn` and `publishTime` of `publish`. */
export const readMomentFields = (body: unknown, name: string): MomentFields => ({
  on: textOf(body, `${name}On`).trim(),
  time: textOf(body, `${name}Time`).trim(),
});

const pad = (n: number): string => String(n).padStart(2, '0');

/** A moment as the two fields show it by the newsroom's clock. */
export function momentFieldsOf(at: Date, timeZone: string): MomentFields {
  const { year, month, day } = wallDayAt(at, timeZone);
  const minutes = wallMinutesAt(at, timeZone);
  return {
    on: `${year}-${pad(month)}-${pad(day)}`,
    time: `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`,
  };
}

export type ReadMoment =
  | { readonly kind: 'at'; readonly at: Date }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] };

function readDay(text: string): { year: number; month: number; day: number } | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const at = new Date(`${text}T00:00:00Z`);
  const isDay = year !== '' && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  return isDay ? { year: Number(year), month: Number(month), day: Number(day) } : null;
}

/**
 * The moment two fields name by the newsroom's clock; it has to be one that is still to come. In an hour that is skipped or comes
 * twice it is what `momentOf` says.
 * @param act what to press instead for a moment that is over, as its button says it
 */
export function readMoment(
  { on, time }: MomentFields,
  { name, act, timeZone, now }: { name: string; act: string; timeZone: string; now: Date },
): ReadMoment {
  const day = readDay(on);
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  const problems: FieldProblem[] = [];
  if (!day) problems.push({ field: `${name}On`, message: 'Please give a day such as 2026-12-24' });
  if (hour === '') problems.push({ field: `${name}Time`, message: 'Please give a time such as 06:30' });
  if (!day || hour === '') return { kind: 'problems', problems };
  const at = momentOf(day, Number(hour) * 60 + Number(minute), timeZone);
  if (at <= now) {
    const message = `This moment is over: press “${act}”, or choose one that is still to come`;
    return { kind: 'problems', problems: [{ field: `${name}On`, message }] };
  }
  if (isFarAhead(at, now)) {
    const message = 'This is more than a year away: please check the day';
    return { kind: 'problems', problems: [{ field: `${name}On`, message }] };
  }
  return { kind: 'at', at };
}
