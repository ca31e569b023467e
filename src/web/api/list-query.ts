import { z } from 'zod';
import { encodeCursor, parseCursor, parseMomentCursor } from '../../platform/cursor.ts';
import { invalidInput } from './problem.ts';

/** What every long list takes. */
export const listQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int('Please give a whole number')
    .min(1, 'Please give at least 1')
    .max(200, 'Please give at most 200')
    .default(50)
    .describe('How many at most, 1 to 200'),
  cursor: z.string().max(300).optional().describe('The `next` of the page before'),
});

const unreadable = () =>
  invalidInput('cursor', 'Please give the next of an earlier page as it came, or leave it out');

/** The id a cursor stands for; undefined without one. @throws ApiProblem for a cursor we did not make */
export function idOfCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const id = parseCursor(cursor, 1)?.[0];
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw unreadable();
  return id;
}

/** @throws ApiProblem for a cursor that is not a moment and an id */
export function checkMomentCursor(cursor: string | undefined): void {
  if (cursor !== undefined && !parseMomentCursor(cursor)) throw unreadable();
}

/** A page of lines sorted by id, from one line more than the page holds. */
export function pageById<Line extends { readonly id: number }>(
  lines: readonly Line[],
  limit: number,
): { readonly lines: readonly Line[]; readonly next: string | null } {
  const shown = lines.slice(0, limit);
  const last = shown.at(-1);
  return { lines: shown, next: lines.length > limit && last ? encodeCursor([last.id]) : null };
}

export const listOf = <Line extends z.ZodType>(line: Line) =>
  z.strictObject({
    data: z.array(line),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one'),
  });
