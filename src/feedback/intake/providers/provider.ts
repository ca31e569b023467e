import { createPublicKey, type KeyObject } from 'node:crypto';
import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import { isSameSecret } from '../../../platform/random-tokens.ts';
import { judgeRefusal } from '../../bounce/refusal-evidence.ts';
import type { FeedbackEvent } from '../feedback-event.ts';

export type WebhookRequest = {
  readonly header: (name: string) => string | undefined;
  /** As it came: signatures are over bytes. */
  readonly body: Buffer;
  readonly now: Date;
};

/** What proves a provider, as kept for this install. */
export type SourceProof = {
  readonly username: string | null;
  /** A password, a signing secret or a public key. */
  readonly secret: string;
  readonly topics: readonly string[];
};

/** An event as a provider tells it. `raw` is kept as evidence. */
export type ToldEvent = Omit<FeedbackEvent, 'source' | 'evidence' | 'usesToken'> & { readonly raw: unknown };

export type WebhookReading =
  | {
      readonly kind: 'events';
      readonly events: readonly ToldEvent[];
      /** A signature that serves once. */
      readonly usesToken?: string;
    }
  /** SNS asks whether we want a topic that we do want. */
  | { readonly kind: 'confirm'; readonly url: string }
  /** Not from the provider, or nothing proves it. */
  | { readonly kind: 'forged' }
  /** Signed, but so long ago that it may be a copy. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'unreadable' };

/** Fetches a small text over https, following nothing. @throws when it cannot be had */
export type FetchText = (url: string) => Promise<string>;

/** Reads a webhook: proves it first, then says what it tells. */
export type ReadWebhook = (
  request: WebhookRequest,
  proof: SourceProof,
  fetchText: FetchText,
) => Promise<WebhookReading>;

const patienceMs = 5 * 60_000;

/** Whether a signed moment is now, give or take five minutes. */
export const isNow = (seconds: number, now: Date): boolean =>
  Number.isFinite(seconds) && Math.abs(now.getTime() - seconds * 1000) <= patienceMs;

/** Undefined for anything that is no JSON. */
export function parseJson(bytes: Buffer | string): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** Basic authentication (RFC 7617), compared in constant time. */
export function isAuthorized({ header }: WebhookRequest, { username, secret }: SourceProof): boolean {
  const encoded = /^basic ([a-z0-9+/=]{1,2000})$/i.exec(header('authorization') ?? '')?.[1];
  if (encoded === undefined || username === null) return false;
  return isSameSecret(Buffer.from(encoded, 'base64').toString('utf8'), `${username}:${secret}`);
}

/** A public key as PEM or as the bare base64 that providers show. Null for anything else. */
export function parsePublicKey(text: string): KeyObject | null {
  const trimmed = text.trim();
  try {
    return trimmed.startsWith('-----BEGIN')
      ? createPublicKey(trimmed)
      : createPublicKey({ key: Buffer.from(trimmed, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

export const momentOf = (seconds: number | undefined, now: Date): Date =>
  seconds === undefined || !Number.isFinite(seconds) ? now : new Date(seconds * 1000);

/** A moment as text; now, where it is none. */
export function momentOfText(text: string | undefined, now: Date): Date {
  const moment = new Date(text ?? '');
  return Number.isNaN(moment.getTime()) ? now : moment;
}

type ToldRefusal = {
  readonly text: string;
  readonly status?: string | undefined;
  /** What the provider calls it, for where the words say nothing. */
  readonly hint?: BounceClass | undefined;
  /** The provider itself says that it may pass. */
  readonly isPassing?: boolean | undefined;
};

const enhancedCode = /^[245]\.\d{1,3}\.\d{1,3}$/;

/** What a refusal is about: by the words of the other side, as everywhere; by the provider's own class only without such. */
export function judgeTold({ text, status, hint, isPassing = false }: ToldRefusal) {
  const code = enhancedCode.test(status ?? '') ? (status ?? null) : null;
  const verdict = judgeRefusal({ diagnostic: text, status: code, lines: [], report: '' });
  const found = verdict.class === 'unknown' ? (hint ?? 'unknown') : verdict.class;
  return {
    class: isPassing && verdict.hard ? ('unknown' as const) : found,
    status: verdict.status,
    diagnostic: verdict.reason || text.slice(0, 300),
  };
}
