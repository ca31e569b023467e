import { addDays, momentOf } from '../../platform/wall-time.ts';

/** The midnight that ends a day, such as `2027-01-31`, in a zone; null for a day that is none. */
export function endOfDay(day: string, timeZone: string): Date | null {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const noon = new Date(`${day}T12:00:00Z`);
  if (year === '' || Number.isNaN(noon.getTime()) || noon.toISOString().slice(0, 10) !== day) return null;
  return momentOf(addDays({ year: Number(year), month: Number(month), day: Number(date) }, 1), 0, timeZone);
}
