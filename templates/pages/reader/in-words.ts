/** "A", "A and B", "A, B and C". */
export const inWords = (names: readonly string[]): string => {
  const last = names.at(-1);
  if (last === undefined) return 'our newsletters';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
};
