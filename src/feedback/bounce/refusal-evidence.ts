import { classOfWording } from '../../delivery/reply-classes/class-of-wording.ts';
import { classifyRefusal } from '../../delivery/reply-classes/classify-refusal.ts';
import { classOfEnhancedCode, findEnhancedCode } from '../../delivery/reply-classes/enhanced-code.ts';
import { isHard, type BounceClass, type Stage } from '../../delivery/reply-classes/reply-class.ts';

const stages: ReadonlyArray<readonly [RegExp, Stage]> = [
  [
    /(?:in reply to|after|in response to|to) (?:the )?"?(?:end of (?:the )?data|message body|end of message)|after end of data|\bdot command/i,
    'dot',
  ],
  [/(?:in reply to|after|in response to) (?:the )?"?data\b|>>> ?data\b|data command/i, 'data'],
  [/(?:in reply to|after|in response to) (?:the )?"?rcpt\b|>>> ?rcpt\b|rcpt to command/i, 'rcpt'],
  [
    /(?:in reply to|after|in response to) (?:the )?"?mail ?(?:from)?\b|>>> ?mail\b|mail from command/i,
    'mail',
  ],
  [
    /initial connection|initial greeting|while (?:performing|sending|receiving the initial)|in reply to (?:helo|ehlo)|refused to talk to me|>>> ?(?:helo|ehlo)/i,
    'connect',
  ],
];

const stageOf = (text: string): Stage | undefined => stages.find(([pattern]) => pattern.test(text))?.[1];

const replyCode = /(?:^|[\s:;,(<'"#])([45]\d\d)(?=[ -]|$)/m;

const codeOf = (text: string): number | undefined => {
  const digits = replyCode.exec(text.slice(0, 3000))?.[1];
  return digits === undefined ? undefined : Number(digits);
};

export type Evidence = {
  /** The reply of the other side as the report gives it, if it does. */
  readonly diagnostic: string;
  readonly status: string | null;
  /** What the report says about this recipient. */
  readonly lines: readonly string[];
  /** The whole report, when it is about this recipient alone. */
  readonly report: string;
};

export type Verdict = {
  readonly class: BounceClass;
  readonly hard: boolean;
  readonly reason: string;
  readonly status: string | null;
};

/** Sentences every report of a kind has; their words are about nobody. */
const boilerplate =
  /i'm afraid i wasn't able to deliver[^.]{0,80}\.?|this is a permanent error; i've given up[^.]{0,60}\.?|this is a permanent error\.?|i'm sorry to have to inform you[^.]{0,120}\.?|for further assistance[^.]{0,120}\.?|if you do so[^.]{0,100}\.?|you can delete your own text[^.]{0,100}\.?|please (?:do not|don't) (?:reply|respond)[^.]{0,100}\.?|no (?:further )?action is required[^.]{0,60}\.?/gi;

const looksLikeReply = /(?:^|[\s:;<("'#])[45]\d\d[ -]|<<<|(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.]*\d)/;

/** A carrier that says it in a sentence, above a reply of "user unknown" that it gives for every reason. */
const saysDisabled = /the user\(s\) account is (?:disabled|temporarily limited)/i;

/** The lines with replies in them, each with the two that may go on with it. */
function replyLines(lines: readonly string[]): string {
  const kept = new Set<number>();
  for (const [at, line] of lines.entries())
    if (looksLikeReply.test(line)) for (const near of [at, at + 1, at + 2]) kept.add(near);
  return lines
    .filter((_, at) => kept.has(at))
    .slice(0, 40)
    .join('\n');
}

const oneLine = (text: string): string =>
  text
    .replace(/[\s\u0000-\u001f\u007f]{1,2000}/g, ' ')
    .trim()
    .slice(0, 300);

const judge = (text: string, context: string): BounceClass | null =>
  text.trim() === ''
    ? null
    : classifyRefusal({ text, code: codeOf(text), stage: stageOf(text) ?? stageOf(context) });

/**
 * Puts the evidence in order of nearness: the reply itself, what is said about the recipient, the bare status, the whole
 * report. The first that means something decides, so that advice further down ("the mailbox may be full") does not.
 */
export function judgeRefusal({ diagnostic, status, lines, report }: Evidence): Verdict {
  const about = lines.join('\n').replace(boilerplate, ' ');
  const whole = report.replace(boilerplate, ' ');
  const all = whole.split('\n');
  const replies = [diagnostic, replyLines(lines), about, replyLines(all)];
  const coded = status === null ? null : classOfEnhancedCode(status);
  const near = saysDisabled.test(whole)
    ? ({ found: 'mailbox-disabled', text: about } as const)
    : firstOf(replies, (text) => judge(text, about));
  const verdict =
    near ?? (coded === null ? null : { found: coded, text: diagnostic }) ?? firstOf([whole], classOfWording);
  const bounceClass = verdict?.found ?? 'unknown';
  const reason = oneLine(firstWorded(diagnostic, verdict?.text ?? '', about, whole));
  return {
    class: bounceClass,
    hard: isHard(bounceClass),
    reason,
    status: status ?? findEnhancedCode(verdict?.text ?? '') ?? findEnhancedCode(replies.join('\n')),
  };
}

const firstWorded = (...texts: readonly string[]): string => texts.find((text) => text.trim() !== '') ?? '';

function firstOf(
  texts: readonly string[],
  judgeOne: (text: string) => BounceClass | null,
): { readonly found: BounceClass; readonly text: string } | null {
  for (const text of texts) {
    const found = judgeOne(text);
    if (found !== null) return { found, text };
  }
  return null;
}
