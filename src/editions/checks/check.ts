/** What should be mended, or at least read, before an edition leaves. */
export type Check = {
  /** A blocking row keeps the edition from being sent; a warning asks to be read. */
  readonly severity: 'blocking' | 'warning';
  readonly code: string;
  readonly message: string;
  /** Where to mend it: a field, or a block by its place. */
  readonly field?: 'subject' | 'subjectTest' | 'preheader' | undefined;
  readonly block?: number | undefined;
};
