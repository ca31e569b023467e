import type { HiddenField } from '../../../templates/pages/reader/post-form.tsx';
import type { FormFacts } from '../../audience/guard/guard-sign-up.ts';
import { textOf, textsOf } from '../form-body.ts';
import { readFacts } from './form-facts.ts';
import type { WebSetting } from '../web-setting.ts';

/** A sign-up as it came over the wire, unchecked. */
export type PostedSignUp = {
  readonly email: string;
  readonly name: string;
  readonly newsletters: readonly string[];
  readonly rhythm: string;
  readonly tier: string;
  readonly article: string;
  /** By the signed facts; without them, what the body claims. */
  readonly form: string;
  readonly facts: FormFacts | null;
};

const longestForm = 60;

export function readPostedSignUp(setting: Pick<WebSetting, 'keys' | 'clock'>, body: unknown): PostedSignUp {
  const facts = readFacts(setting, body);
  const claimed = textOf(body, 'form')
    .replace(/\p{Cc}/gu, '')
    .slice(0, longestForm);
  return {
    email: textOf(body, 'email'),
    name: textOf(body, 'name'),
    newsletters: textsOf(body, 'newsletter').slice(0, 50),
    rhythm: textOf(body, 'rhythm'),
    tier: textOf(body, 'tier'),
    article: textOf(body, 'article'),
    form: facts?.form ?? (claimed || 'another site'),
    facts,
  };
}

/** Everything that came, to be carried on by another form. */
export const carryOn = (posted: PostedSignUp): readonly HiddenField[] =>
  [
    { name: 'email', value: posted.email },
    { name: 'name', value: posted.name },
    ...posted.newsletters.map((value) => ({ name: 'newsletter', value })),
    { name: 'rhythm', value: posted.rhythm },
    { name: 'tier', value: posted.tier },
    { name: 'form', value: posted.form },
    { name: 'article', value: posted.article },
  ].filter(({ value }) => value !== '');
