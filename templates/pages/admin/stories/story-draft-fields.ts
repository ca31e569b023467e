/** What stands in the fields of the sheet, as somebody typed it. */
export interface StoryFields {
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly body: string;
  readonly section: string;
  readonly newsletter: string;
  /** `everyone`, `registered`, or `tier:SLUG`. */
  readonly access: string;
  readonly openParagraphs: string;
  readonly isMetered: boolean;
  readonly slug: string;
  readonly picture: PictureFields | null;
}

export interface PictureFields {
  readonly mediaId: string;
  readonly alt: string;
  readonly isDecoration: boolean;
  readonly caption: string;
  readonly credit: string;
}

/** The words around something that is still to come. */
export interface MarkLine {
  readonly before: string;
  readonly mark: string;
  readonly behind: string;
}
