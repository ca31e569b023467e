import type { MailPublication } from './frame.ts';
import type { MailPicture } from './mail-picture.ts';
import type { MailLook } from './palette.ts';

/** What an edition says, before it is a mail. Words come as they were written: nothing here is markup. */
export type EditionContent = {
  readonly publication: MailPublication;
  /** `frequency` is a ready phrase, such as "Weekdays at 6 am". */
  readonly newsletter: { readonly name: string; readonly frequency: string };
  /** Ready words, such as "Monday 23 November 2026". */
  readonly dateLine: string;
  /** Where it is to be read in a browser. */
  readonly webUrl: string;
  readonly subject: string;
  /** The line behind the subject in the inbox; may be empty. */
  readonly preheader: string;
  readonly blocks: readonly EditionBlock[];
  /** What its newsletter has of its own. */
  readonly look?: (MailLook & { readonly logo?: MailPicture | undefined }) | undefined;
  /** A template of its newsletter's own, as MJML; absent: the standard one. */
  readonly template?: string | undefined;
};

/** `mask` is the block's bit (0 to 62) in a reader's block mask; without it everyone sees the block. */
export type EditionBlock = (
  Intro | StoryCard | StoryList | WholeStory | CallToAction | RestIsClosed | Divider | Sponsor | Poll
) & {
  readonly mask?: number | undefined;
};

export type Intro = { readonly kind: 'intro'; readonly paragraphs: readonly string[] };

/** A `lead` card is set large, with its picture. */
export type StoryCard = { readonly kind: 'story-card'; readonly lead: boolean; readonly story: StoryRef };

export type StoryList = {
  readonly kind: 'story-list';
  readonly heading?: string | undefined;
  readonly stories: readonly StoryRef[];
};

/** A story that is cut by a call to action is several blocks; only without `part`, or as the first, it has its head. */
export type WholeStory = {
  readonly kind: 'whole-story';
  readonly part?: 'first' | 'middle' | 'last' | undefined;
  readonly story: StoryRef & { readonly paragraphs: readonly StoryParagraph[] };
};

export type StoryParagraph =
  | {
      readonly kind: 'paragraph' | 'heading' | 'quote';
      readonly text: string;
      /** How the text is set, where it is not all plain. */
      readonly runs?: readonly StoryRun[] | undefined;
    }
  /** `text` is its caption, perhaps none. */
  | { readonly kind: 'picture'; readonly picture: MailPicture; readonly text: string };

export type StoryRun = {
  readonly text: string;
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly url?: string | undefined;
};

export type CallToAction = {
  readonly kind: 'call-to-action';
  readonly headline: string;
  readonly text: string;
  readonly button: string;
  readonly url: string;
};

/** Stands where the rest of a story would, for readers who do not hold its tier; our words, in the language of the mail. */
export type RestIsClosed = {
  readonly kind: 'rest-is-closed';
  /** The name of the least tier that opens it; without one nothing does. */
  readonly tier?: string | undefined;
  readonly url: string;
};

export type Divider = { readonly kind: 'divider' };

/** What somebody paid for; `label` says so, in our words where the newsroom has none of its own. */
export type Sponsor = {
  readonly kind: 'sponsor';
  readonly label?: string | undefined;
  readonly name: string;
  readonly text: string;
  readonly url?: string | undefined;
  readonly picture?: MailPicture | undefined;
};

/** A question. Its answers lead to the slot `poll_url`, with the poll's name and the answer's place behind it. */
export type Poll = {
  readonly kind: 'poll';
  readonly poll: string;
  readonly question: string;
  readonly answers: ReadonlyArray<{ readonly place: number; readonly words: string }>;
};

/** A story as an edition points to it. `kicker` is its section; all but headline and url may be empty. */
export type StoryRef = {
  readonly kicker: string;
  readonly headline: string;
  readonly dek: string;
  readonly byline: string;
  readonly url: string;
  readonly picture?: MailPicture | undefined;
};
