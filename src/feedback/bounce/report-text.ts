import { textOf } from '../mime/decode-text.ts';
import { textOfHtml } from '../mime/html-text.ts';
import type { MailPart, SplitMail } from '../mime/split-mail.ts';

export type ReportText = {
  /** What the mail system says. */
  readonly report: string;
  /** The mail that came back, or its header, where it follows as text. */
  readonly returned: string;
};

const longestReport = 60_000;
const longestLine = 2000;

const marksReturnedMail =
  /^[\s>]{0,12}[-=_*#+]{0,60}\s{0,8}(?:(?:this is |below (?:this line )?is )?(?:a |the )?copy of (?:the|your) (?:message|mail|e-?mail|original)|(?:your |the |start of |begin |returned |beginning of )?(?:original|unsent|undelivered|returned|bounced|failed|rejected) (?:e-?mail|mail|message|text)(?:'s)?(?: (?:is |was )?(?:follows|below|attached|text|headers?|body|starts|begins|included|returned|content)|\s?[-:=*]|$)|message (?:header|text|body|headers|contents?) (?:follow|is|of|in|from)|(?:the )?(?:full )?headers? (?:of the|follow|from|in the)|header:? ?$|first \d+ (?:lines|bytes)|(?:the )?(?:first|beginning) (?:\S+ ){0,3}(?:of )?(?:the |your )(?:original |returned )?(?:message|mail)|below this line|content of (?:the )?(?:original|returned)|original-?nachricht|(?:die |ihre )?(?:urspr\S{1,3}ngliche|originale) (?:nachricht|mail|kopf)|es folgt (?:die|eine|der)|kopie der|kopfzeilen der|en-?t\S{1,2}te (?:du|d')|(?:le |votre )?message (?:d'origine|original)|(?:il )?messaggio original|mensaje original|mensagem original|cabeceras? (?:del|original)|intestazion|исходное (?:сообщение|письмо)|元のメッセージ|オリジナルメッセージ|送信されたメール)/i;

const headerLine =
  /^[\s>]{0,4}(?:received|return-path|message-id|from|to|subject|date|mime-version|content-type|dkim-signature|delivered-to|x-[\w-]{2,40}|sender|reply-to|list-[\w-]{2,20}):\s/i;

/** Three lines of a mail header in a row that begin with a trace field: no report says that of itself. */
const beginsHeader = (lines: readonly string[], at: number): boolean =>
  /^[\s>]{0,4}(?:received:\s{1,4}(?:from|by|\()|return-path:\s{0,4}<|dkim-signature:)/i.test(
    lines[at] ?? '',
  ) && lines.slice(at + 1, at + 12).filter((line) => headerLine.test(line)).length >= 1;

function cutReturnedMail(text: string): ReportText {
  const lines = text.split('\n').map((line) => line.slice(0, longestLine));
  const cut = lines.findIndex(
    (line, at) => at > 0 && (marksReturnedMail.test(line) || beginsHeader(lines, at)),
  );
  if (cut === -1) return { report: text.slice(0, longestReport), returned: '' };
  return {
    report: lines.slice(0, cut).join('\n').slice(0, longestReport),
    returned: lines.slice(cut).join('\n').slice(0, longestReport),
  };
}

const isWords = ({ type }: MailPart): boolean =>
  (type.startsWith('text/') && type !== 'text/rfc822-headers' && type !== 'text/rfc822') ||
  !type.includes('/');

const wordsOf = (part: MailPart): string =>
  part.type === 'text/html' ? textOfHtml(textOf(part)) : textOf(part);

/** What the mail system wrote for people: the plain text, or the HTML where there is no plain text worth reading. */
export function readReportText({ parts }: SplitMail): ReportText {
  const spoken = parts.filter(isWords);
  const plain = spoken
    .filter((part) => part.type !== 'text/html')
    .map(wordsOf)
    .join('\n');
  const text = plain.trim().length > 40 ? plain : `${plain}\n${spoken.map(wordsOf).join('\n')}`;
  return cutReturnedMail(text);
}
