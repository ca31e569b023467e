import type { Language } from '../../words/languages.ts';

/** A moment as words in the newsroom's zone and as ISO 8601 for machines. */
export interface Moment {
  readonly text: string;
  readonly iso: string;
}

export interface Section {
  readonly slug: string;
  readonly name: string;
}

export interface Picture {
  readonly src: string;
  readonly alt: string;
  /** Pixels of the file: the page keeps the place free while it loads. */
  readonly width: number;
  readonly height: number;
  /** The same picture, smaller: a phone takes the one that is enough. */
  readonly narrower?: readonly { readonly src: string; readonly width: number }[] | undefined;
}

export interface LanguageLink {
  readonly language: Language;
  readonly href: string;
}

/** What every reader page knows of the publication, and where its sheets and script lie. */
export interface Site {
  readonly title: string;
  readonly town: string;
  readonly tagline: string;
  /** What the page around the newsroom's words speaks. */
  readonly language: Language;
  /** What the newsroom itself writes in. */
  readonly ownLanguage: Language;
  /** Whether its links and forms carry that on; see Tongue. */
  readonly isCarried?: boolean | undefined;
  /** This page in the other languages the paper offers. */
  readonly otherLanguages?: readonly LanguageLink[] | undefined;
  readonly postalAddress: string;
  readonly sections: readonly Section[];
  readonly today: Moment;
  /** Addresses of the style sheets in order, the theme last. */
  readonly styles: readonly string[];
  readonly script: string;
}
