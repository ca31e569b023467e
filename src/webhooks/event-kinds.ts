/** What other programs can be told, in words for the page and the documents. */
export const eventKinds = {
  'reader.confirmed': 'A reader confirmed a newsletter, or came back to it',
  'reader.left': 'A reader left a newsletter, or was taken off it',
  'reader.address_changed': 'A reader has another address',
  'reader.tier_changed': 'A reader was granted a tier, or it was ended',
  'reader.erased': 'A reader was erased: forget them too',
  'edition.sent': 'An edition has left for all its readers',
  'story.published': 'A story is in the paper',
} as const;

export type EventKind = keyof typeof eventKinds;

export const isEventKind = (text: string): text is EventKind => Object.hasOwn(eventKinds, text);

export const allEventKinds: readonly EventKind[] = Object.keys(eventKinds).filter(isEventKind);
