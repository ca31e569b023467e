import { commonWords } from './common-passwords.ts';

/** What fingers and children run along. Each counts in both directions. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'zaq12wsxcde34rfvbgt5',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6',
  '112233445566778899',
  '147258369',
  '159357456',
  '!@#$%^&*()',
].flatMap((row) => [row, row.split('').reverse().join('')]);
const longestRow = Math.max(...rows.map(({ length }) => length));

/** A password of fewer characters than this, said again and again, is no longer for it. */
const leastPeriod = 8;
/** So many characters of one's own make a password, beside words and runs that anybody would try. */
const leastOwn = 4;
/** A string of more such parts is a phrase: guessing which ones is work again. */
const mostParts = 4;

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Figures and signs that stand for letters. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/0/g, 'o'],
  [/3/g, 'e'],
  [/[4@]/g, 'a'],
  [/[5$]/g, 's'],
  [/7/g, 't'],
  [/!/g, 'i'],
];
const unmask = (text: string, one: 'i' | 'l'): string =>
  masks.reduce((rest, [mask, letter]) => rest.replace(mask, letter), text.replaceAll('1', one));

const isSaidAgain = (text: string): boolean =>
  Array.from({ length: leastPeriod - 1 }, (_, index) => index + 1).some(
    (period) => text.length > period && text.slice(period) === text.slice(0, -period),
  );

/** How long a run along a row begins here; 0 below three. */
function runAt(text: string, at: number): number {
  for (let length = Math.min(longestRow, text.length - at); length >= 3; length -= 1) {
    const piece = text.slice(at, at + length);
    if (rows.some((row) => row.includes(piece)) || piece === piece.charAt(0).repeat(length)) return length;
  }
  return 0;
}

type Left = { readonly text: string; readonly parts: number };

/** Takes out what matches. */
function without({ text, parts }: Left, pattern: RegExp): Left {
  const found = text.match(pattern)?.length ?? 0;
  return { text: text.replace(pattern, ''), parts: parts + found };
}

function withoutRuns({ text, parts }: Left): Left {
  let left = '';
  let found = 0;
  for (let at = 0; at < text.length;) {
    const length = runAt(text, at);
    if (length === 0) left += text[at];
    else found += 1;
    at += length || 1;
  }
  return { text: left, parts: parts + found };
}

/** Matches any of these texts, the longest first. */
const patternOf = (texts: readonly string[]): RegExp =>
  new RegExp(
    [...texts]
      .sort((one, other) => other.length - one.length)
      .map((text) => text.replace(/[^a-z0-9]/g, '\\$&'))
      .join('|'),
    'g',
  );

/** A name as a whole and its words, of three letters and more. */
const wordsIn = (name: string): readonly string[] =>
  [fold(name), ...(fold(name).match(/[a-z]{3,}/g) ?? [])].filter(({ length }) => length >= 3);

/**
 * Whether a password is among those that everybody tries first: a common word or one of the newsroom's own with figures or
 * signs around it or for its letters, years, runs along the keyboard, a few characters again and again. It is a rule and no list, so
 * it knows millions of spellings; what people really used is known to {@link createBreachLookUp} alone.
 * @param context names that anybody would try here: of the paper, its town, the person, their address
 */
export function isEasyPassword(password: string, context: readonly string[]): boolean {
  const plain = fold(password);
  if (isSaidAgain(plain)) return true;
  const words = patternOf([...commonWords, ...context.flatMap(wordsIn)]);
  const bare = without({ text: plain, parts: 0 }, words);
  const inRuns = withoutRuns(without(bare, /(?:19|20)\d\d/g));
  const whole = withoutRuns(without({ text: plain, parts: 0 }, /(?:19|20)\d\d/g));
  const unmasked = (['i', 'l'] as const).flatMap((one) => [
    without({ ...whole, text: unmask(whole.text, one) }, words),
    without({ text: unmask(plain, one), parts: 0 }, words),
  ]);
  return [inRuns, ...unmasked].some(({ text, parts }) => text.length < leastOwn && parts <= mostParts);
}
