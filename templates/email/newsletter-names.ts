const listing = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Names in a sentence: "Morning Edition", "Morning Edition and Lantern Alerts". */
export const newsletterNames = (names: readonly string[]): string => listing.format(names);
