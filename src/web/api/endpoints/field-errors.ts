import type { z } from 'zod';
import type { FieldError } from '../problem.ts';

/** Names that a field has in the rules of its room, and here. */
const namesHere: Readonly<Record<string, string>> = { isEnabled: 'isOn' };

/** What the rules of a room said of a draft, by the names of the API; none when they said nothing. */
export const errorsByField = (error: z.ZodError | undefined): FieldError[] =>
  (error?.issues ?? []).map(({ path, message }) => {
    const [first = 'body', ...rest] = path.map(String);
    return { field: [namesHere[first] ?? first, ...rest].join('.'), message };
  });
