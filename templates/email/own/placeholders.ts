/** Where a placeholder may stand: in words (and alt, title, aria-label), or as the whole of one attribute. */
export type PlaceholderUse = 'words' | 'href' | 'src' | 'measure';

export type Placeholder = {
  readonly name: string;
  readonly use: PlaceholderUse;
  /** What it becomes, for the table in docs/templates.md and on the page. */
  readonly what: string;
  /** Only between the marks of this section. */
  readonly within?: string;
  /** A mail has to have it. */
  readonly isNeeded?: true;
};

/** Everything a template can ask for. Of a reader there is the greeting and two links of their own, and nothing else. */
export const placeholders: readonly Placeholder[] = [
  { name: 'publication', use: 'words', what: 'the name of the publication' },
  { name: 'newsletter', use: 'words', what: 'the name of the newsletter' },
  { name: 'subject', use: 'words', what: 'the subject of the edition' },
  { name: 'preheader', use: 'words', what: 'the line behind the subject; may be empty' },
  { name: 'date_line', use: 'words', what: 'the day, such as Monday 23 November 2026' },
  { name: 'town', use: 'words', what: 'where the publication is; may be empty' },
  { name: 'frequency', use: 'words', what: 'how often it comes, as you wrote it; may be empty' },
  { name: '@greeting', use: 'words', what: 'the greeting, with the reader’s first name where it is known' },
  { name: 'reason_words', use: 'words', what: 'why the reader gets it' },
  { name: 'postal_address', use: 'words', what: 'the postal address of the publication', isNeeded: true },
  { name: 'home_url', use: 'href', what: 'the address of the publication’s site' },
  { name: 'web_url', use: 'href', what: 'the edition in the archive', isNeeded: true },
  { name: 'browser_words', use: 'words', what: 'words for that link' },
  { name: '@preferences_url', use: 'href', what: 'the reader’s own page of choices', isNeeded: true },
  { name: 'rhythm_words', use: 'words', what: 'words for that link' },
  { name: '@unsubscribe_url', use: 'href', what: 'the reader’s own way out', isNeeded: true },
  { name: 'leave_words', use: 'words', what: 'words for that link' },
  { name: 'source', use: 'src', what: 'the address of the logo', within: 'logo' },
  { name: 'alt', use: 'words', what: 'what the logo says', within: 'logo' },
  { name: 'width', use: 'measure', what: 'the width of the logo, in pixels', within: 'logo' },
  { name: 'height', use: 'measure', what: 'the height of the logo, in pixels', within: 'logo' },
];

/** What stands between {{#name}} and {{/name}} is there only with that value. */
export const sections: readonly { readonly name: string; readonly what: string }[] = [
  { name: 'town', what: 'where there is a town' },
  { name: 'frequency', what: 'where it says how often it comes' },
  { name: 'preheader', what: 'where the edition has a preheader' },
  { name: 'logo', what: 'where the newsletter’s look has a logo' },
  { name: 'no_logo', what: 'where it has none' },
];
