import type { MailPublication } from './frame.ts';
import { type LetterLink, renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type StaffNoticeMail = {
  readonly publication: MailPublication;
  /** Also the headline. */
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Where to look; drawn as the button. */
  readonly link?: LetterLink | undefined;
  /** Why they get it, where they are not on the staff yet. */
  readonly reason?: string | undefined;
};

/** Tells somebody on the staff what happened, such as that an edition has left. */
export function staffNoticeMail({
  publication,
  subject,
  paragraphs,
  link,
  reason = `You get this because you are on the staff of ${publication.name}.`,
}: StaffNoticeMail): Promise<MailTemplate> {
  return renderLetter({
    publication,
    subject,
    preheader: paragraphs[0] ?? '',
    headline: subject,
    parts: [
      ...paragraphs.map((words) => ({ kind: 'paragraph' as const, words })),
      ...(link === undefined ? [] : [{ kind: 'button' as const, ...link }]),
    ],
    reason,
  });
}
