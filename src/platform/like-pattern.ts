/** What SQL's `like` reads as a sign of its own stands for itself. */
const literal = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&');

/** A pattern of `like` for lower-case texts in which this one stands; null for nothing, which narrows nothing. */
export const likeContaining = (text: string | undefined): string | null =>
  text ? `%${literal(text)}%` : null;

/** A pattern of `like` for lower-case texts that begin with this one. */
export const likeStartingWith = (text: string): string => `${literal(text)}%`;
