import type { Publication } from '../newsletters/publication.ts';

type Zone = Pick<Publication, 'timeZone' | 'language'>;

export type Moment = { readonly text: string; readonly iso: string };

const locale = (language: string): string => (language === 'en' ? 'en-GB' : language);

const format = (date: Date, zone: Zone, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(zone.language), { timeZone: zone.timeZone, ...options }).format(date);

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

/** A date of a calendar, `2026-11-30`: it belongs to no zone. */
const calendar = (day: string, language: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(language), { timeZone: 'UTC', ...options }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** `30 Nov 2026`. */
export const dayOfCalendar = (day: string, language: string): string =>
  calendar(day, language, { day: 'numeric', month: 'short', year: 'numeric' });

/** `November 2026`. */
export const monthOfCalendar = (day: string, language: string): string =>
  calendar(day, language, { month: 'long', year: 'numeric' });
