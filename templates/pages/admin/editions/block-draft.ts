export interface SponsorDraft {
  readonly kind: 'sponsor';
  readonly label: string;
  readonly name: string;
  readonly text: string;
  readonly url: string;
  readonly picture?: SponsorPicture | undefined;
}

export interface SponsorPicture {
  readonly mediaId: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

export interface PollDraft {
  readonly kind: 'poll';
  readonly poll: string;
  readonly question: string;
  readonly answers: readonly string[];
}

/** A part of an edition while it is being written; `leastTier` limits it to readers of that tier and above. */
export type BlockDraft = (
  | { readonly kind: 'intro'; readonly text: string }
  | {
      readonly kind: 'story-card';
      readonly article: string;
      readonly headline?: string | undefined;
      readonly dek?: string | undefined;
    }
  | {
      readonly kind: 'story-list';
      readonly heading?: string | undefined;
      readonly articles: readonly string[];
    }
  | { readonly kind: 'whole-story'; readonly article: string }
  | {
      readonly kind: 'call-to-action';
      readonly headline: string;
      readonly text: string;
      readonly button: string;
      readonly newsletter: string;
      readonly url?: string | undefined;
    }
  | { readonly kind: 'divider' }
  | SponsorDraft
  | PollDraft
) & { readonly leastTier?: string | undefined };

export const blockNames: Readonly<Record<BlockDraft['kind'], string>> = {
  intro: 'Introduction',
  'story-card': 'Story card',
  'story-list': 'Story list',
  'whole-story': 'Whole story',
  'call-to-action': 'Call to action',
  divider: 'Divider',
  sponsor: 'Sponsor',
  poll: 'Poll',
};

/** Something to choose from: a story, a newsletter, a tier. */
export interface Option {
  readonly slug: string;
  readonly name: string;
}

/** What the selects of a composer offer. */
export interface BlockOptions {
  readonly stories: readonly Option[];
  readonly newsletters: readonly Option[];
  /** Those above the free one. */
  readonly tiers: readonly Option[];
}

/** The name and id of a block's control. */
export const partName = (index: number, part: string): string => `block-${index}-${part}`;
