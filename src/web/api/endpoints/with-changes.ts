/** What a PATCH makes of a record: what is left out stays. */
export const withChanges = <Draft extends object>(
  now: Draft,
  changes: { readonly [Field in keyof Draft]?: Draft[Field] | undefined },
): Draft => ({
  ...now,
  ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
});
