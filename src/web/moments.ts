import { type Language, wordsIn } from '../../templates/words/languages.ts';
import type { Publication } from '../newsletters/publication.ts';

/** Where and in which language a moment is told: the newsroom's own pages are in English, a reader's speak the reader's. */
export type Zone = Pick<Publication, 'timeZone'> & { readonly speaks?: Language | undefined };

export type Moment = { readonly text: string; readonly iso: string };

const format = (date: Date, zone: Zone, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(wordsIn(zone.speaks ?? 'en').locale, {
    timeZone: zone.timeZone,
    ...options,
  }).format(date);

/** `23 November 2026` in the newsroom's zone. */
export const dayMoment = (date: Date, zone: Zone): Moment => ({
  text: format(date, zone, { dateStyle: 'long' }),
  iso: date.toISOString(),
});

/** `Monday, 23 November 2026`. */
export const fullDayMoment = (date: Date, zone: Zone): Moment => ({
  text: format(date, zone, { dateStyle: 'full' }),
  iso: date.toISOString(),
});

/** `23 November, 14:02`: for bylines and tables. */
export const clockMoment = (date: Date, zone: Zone): Moment => ({
  text: format(date, zone, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }),
  iso: date.toISOString(),
});

/** `23 November 2026 at 14:02 GMT`: for evidence and the trail, which are read years later. */
export const recordMoment = (date: Date, zone: Zone): Moment => ({
  text: format(date, zone, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZoneName: 'short',
  }),
  iso: date.toISOString(),
});

/** `14:02`. */
export const clockTime = (date: Date, zone: Zone): string =>
  format(date, zone, { hour: '2-digit', minute: '2-digit', hour12: false });

/** A date of a calendar, `2026-11-30`: it belongs to no zone. For the newsroom's own pages. */
const calendar = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(wordsIn('en').locale, { timeZone: 'UTC', ...options }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** `30 Nov 2026`. */
export const dayOfCalendar = (day: string): string =>
  calendar(day, { day: 'numeric', month: 'short', year: 'numeric' });

/** `November 2026`. */
export const monthOfCalendar = (day: string): string => calendar(day, { month: 'long', year: 'numeric' });
