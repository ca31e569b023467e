import { z } from 'zod';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';
import type { WebSetting } from '../web-setting.ts';

/** The field only machines fill in. */
export const honeypot = 'website';

const field = 'facts';
const hours = 24;
const facts = z.object({ form: z.string() });

type Setting = Pick<WebSetting, 'keys' | 'clock'>;

/** The signed hidden field of a form: which form it is, good for a day. A post without it has to be confirmed by a button. */
export function formFacts({ keys, clock }: Setting, form: string): { name: string; value: string }[] {
  const expiresAt = new Date(clock().getTime() + hours * 3_600_000);
  return [{ name: field, value: sealToken(keys, 'form', { form }, expiresAt) }];
}

/** Whether a posted body carries facts that we signed within the day. */
export function hasFormFacts({ keys, clock }: Setting, body: Readonly<Record<string, unknown>>): boolean {
  const value = body[field];
  return typeof value === 'string' && facts.safeParse(readSealedToken(keys, 'form', value, clock())).success;
}

/** Whether the field that nobody sees was filled in. */
export const isMachine = (body: Readonly<Record<string, unknown>>): boolean =>
  typeof body[honeypot] === 'string' && body[honeypot] !== '';
