import type { ArticleBlock } from '../article-block.ts';
import { oneLine } from '../inline-words.ts';

type SignUpBlock = Extract<ArticleBlock, { kind: 'sign-up' }>;

/** The word behind the fence of a sign-up box. */
export const signUpFence = 'sign-up';

const parts = ['kicker', 'headline', 'promise', 'button'] as const;

/** A sign-up box as four lines inside a fence: nothing of its words is guessed on the way back. */
export const writeSignUp = (block: SignUpBlock): string =>
  `\`\`\`${signUpFence}\n${parts.map((part) => `${part}: ${oneLine(block[part])}`).join('\n')}\n\`\`\``;

/** The box of a fence. A part that is missing gets the words a box has that nobody wrote. */
export function readSignUp(text: string): SignUpBlock {
  const given = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name = '', words = ''] = /^\s*([a-z]+)\s*:(.*)$/i.exec(line) ?? [];
    if (name !== '') given.set(name.toLowerCase(), oneLine(words));
  }
  return {
    kind: 'sign-up',
    kicker: given.get('kicker') ?? 'Sign up',
    headline: given.get('headline') || 'Get the news first',
    promise: given.get('promise') ?? '',
    button: given.get('button') || 'SIGN ME UP!',
  };
}
