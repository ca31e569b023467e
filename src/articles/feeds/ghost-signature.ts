import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../platform/random-tokens.ts';

/** A signature older than this is somebody's who kept it. */
const mostAgeMs = 5 * 60_000;

export type SignedPost = {
  /** `sha256=HEX, t=MILLISECONDS`; older releases of Ghost sign without the time. */
  readonly signature: string;
  /** The bytes as they came. */
  readonly body: Buffer;
  readonly now: Date;
};

/** Whether Ghost has signed a post with this secret, and just now: HMAC-SHA256 over the body and, behind it, the time. */
export function isSignedByGhost(secret: string, { signature, body, now }: SignedPost): boolean {
  const parts = new Map(
    signature
      .slice(0, 300)
      .split(',')
      .map((part): readonly [string, string] => {
        const at = part.indexOf('=');
        return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
      }),
  );
  const given = parts.get('sha256') ?? '';
  const time = parts.get('t');
  if (time !== undefined && !(Math.abs(now.getTime() - Number(time)) <= mostAgeMs)) return false;
  const mac = createHmac('sha256', secret).update(body);
  if (time !== undefined) mac.update(time);
  return given !== '' && isSameSecret(given.toLowerCase(), mac.digest('hex'));
}
