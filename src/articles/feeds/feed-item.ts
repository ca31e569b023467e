/** Some text of a feed, and whether it is markup. */
export type FeedText = { readonly kind: 'html' | 'text'; readonly value: string };

/** One story as a feed tells it, before anything of it is believed. */
export type FeedItem = {
  /** What the feed says it is known by: a guid, an Atom or JSON id. */
  readonly id: string | null;
  readonly link: string | null;
  readonly title: FeedText | null;
  readonly summary: FeedText | null;
  readonly content: FeedText | null;
  readonly author: string | null;
  readonly published: string | null;
  readonly picture: { readonly src: string; readonly alt: string } | null;
};

export type FeedReading =
  | { readonly kind: 'feed'; readonly title: string; readonly items: readonly FeedItem[] }
  /** One sentence for the editor. */
  | { readonly kind: 'refused'; readonly message: string };

/** How many items of one look are taken; a feed has a few dozen. */
export const mostItems = 100;
