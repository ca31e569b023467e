/** Packs the sort values of a list's last line into an opaque text for the next page. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor with exactly so many parts; null for anything else. */
export function parseCursor(cursor: string, parts: number): readonly (string | number)[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isWhole = Array.isArray(values) && values.length === parts;
    return isWhole && values.every((value) => typeof value === 'string' || typeof value === 'number')
      ? values
      : null;
  } catch {
    return null;
  }
}

/** The moment and the id in a cursor of a list sorted by both; null for a cursor that we did not make. */
export function parseMomentCursor(cursor: string): readonly [moment: Date, id: number] | null {
  const [text, id] = parseCursor(cursor, 2) ?? [];
  if (typeof text !== 'string' || typeof id !== 'number') return null;
  const moment = new Date(text);
  const isMoment = !Number.isNaN(moment.getTime()) && moment.toISOString() === text;
  return isMoment && Number.isInteger(id) && Math.abs(id) <= 2_147_483_647 ? [moment, id] : null;
}
