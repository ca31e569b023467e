import { z } from 'zod';
import type { HiddenField } from '../../../templates/pages/reader/post-form.tsx';
import type { FormFacts } from '../../audience/guard/guard-sign-up.ts';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';
import { textOf } from '../form-body.ts';
import type { WebSetting } from '../web-setting.ts';
import type { Visit } from './visit.ts';

/** The field only machines fill in. */
export const honeypot = 'website';

const field = 'facts';
const hours = 24;
const facts = z.object({
  form: z.string(),
  at: z.number().default(0),
  pressedFor: z.string().optional(),
  bits: z.number().optional(),
});

type Setting = Pick<WebSetting, 'keys' | 'clock'>;

/** The signed field itself. */
export function sealFacts({ keys, clock }: Setting, form: string, more: Partial<FormFacts> = {}): string {
  const at = clock().getTime();
  return sealToken(keys, 'form', { form, at, ...more }, new Date(at + hours * 3_600_000));
}

/** The signed hidden field of a form: which form it is and since when. A post without it has to be confirmed by a button. */
export const formFacts = (
  setting: Setting,
  form: string,
  more: Partial<FormFacts> = {},
): readonly HiddenField[] => [{ name: field, value: sealFacts(setting, form, more) }];

/** The signed field as it came. */
export const sealedFacts = (body: unknown): string => textOf(body, field);

/** What the signed field says; null without one that we signed within the day. */
export function readFacts({ keys, clock }: Setting, body: unknown): FormFacts | null {
  const read = facts.safeParse(readSealedToken(keys, 'form', sealedFacts(body), clock()));
  return read.success ? read.data : null;
}

/** Which of our forms a body was posted from; null without facts that we signed within the day. */
export const readForm = (setting: Setting, body: unknown): string | null =>
  readFacts(setting, body)?.form ?? null;

/** Says which language a form speaks, so that the sign-up it makes is kept in it; nothing where the paper speaks only one. */
export const languageField = ({
  publication,
  language,
}: Pick<Visit, 'publication' | 'language'>): readonly HiddenField[] =>
  publication.otherLanguages.length === 0 ? [] : [{ name: 'lang', value: language }];

/** Whether the field that nobody sees was filled in. */
export const isMachine = (body: unknown): boolean => textOf(body, honeypot) !== '';
