import { z } from 'zod';
import type { HiddenField } from '../../../templates/pages/reader/post-form.tsx';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';
import { textOf } from '../form-body.ts';
import type { WebSetting } from '../web-setting.ts';

/** The field only machines fill in. */
export const honeypot = 'website';

const field = 'facts';
const hours = 24;
const facts = z.object({ form: z.string() });

type Setting = Pick<WebSetting, 'keys' | 'clock'>;

/** The signed hidden field of a form: which form it is, good for a day. A post without it has to be confirmed by a button. */
export function formFacts({ keys, clock }: Setting, form: string): readonly HiddenField[] {
  const expiresAt = new Date(clock().getTime() + hours * 3_600_000);
  return [{ name: field, value: sealToken(keys, 'form', { form }, expiresAt) }];
}

/** Which of our forms a body was posted from; null without facts that we signed within the day. */
export function readForm({ keys, clock }: Setting, body: unknown): string | null {
  const read = facts.safeParse(readSealedToken(keys, 'form', textOf(body, field), clock()));
  return read.success ? read.data.form : null;
}

/** Whether the field that nobody sees was filled in. */
export const isMachine = (body: unknown): boolean => textOf(body, honeypot) !== '';
