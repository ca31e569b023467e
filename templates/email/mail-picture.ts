/** `src` is a whole https address; width and height are the file's, in pixels. */
export type MailPicture = {
  readonly src: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
};
