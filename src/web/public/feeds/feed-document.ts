/** One entry of a feed we publish. All of it is for everybody: a summary, never the text of a gated story. */
export type FeedEntry = {
  /** Absolute; also what it is known by. */
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly author: string;
  readonly section: string;
  readonly published: Date;
  readonly updated: Date;
  readonly picture: { readonly url: string; readonly alt: string } | null;
};

/** A feed before it is written as RSS, Atom or JSON. */
export type FeedDocument = {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** The page it belongs to, absolute. */
  readonly home: string;
  /** Its own address, absolute. */
  readonly self: string;
  readonly updated: Date;
  readonly entries: readonly FeedEntry[];
};

/** When anything of it changed last; the beginning of time for an empty one, so that it stays the same. */
export const lastChange = (entries: readonly FeedEntry[]): Date =>
  new Date(Math.max(0, ...entries.map(({ updated }) => updated.getTime())));
