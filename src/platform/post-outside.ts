import { lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type MayReach = (address: string) => boolean;

/** Resolves a name and keeps only addresses that may be reached: the connection goes to one that was checked. */
const guardedLookup =
  (mayReach: MayReach): LookupFunction =>
  (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses?.filter(({ address }) => mayReach(address)) ?? [];
      if (error) return callback(error, '');
      if (!first) return callback(new Error(`${name} is not on the open internet`), '');
      if (options.all) return callback(null, [first]);
      return callback(null, first.address, first.family);
    });
  };

export type PostAnswer = {
  readonly isTaken: boolean;
  readonly words: string;
  /** Null when there was no answer. */
  readonly status: number | null;
};

/** JSON that is already written, as a signature over it wants, and what goes along with it. */
export type PostedText = { readonly text: string; readonly headers: Readonly<Record<string, string>> };

const patienceMs = 10_000;

/**
 * Posts JSON to an address that somebody typed in. No redirect is followed, nothing on a private network is reached, and
 * the answer's body is not read. It never throws: what went wrong is the answer.
 */
export const postOutside = (url: string, body: unknown, mayReach?: MayReach): Promise<PostAnswer> =>
  postTextOutside(url, { text: JSON.stringify(body), headers: {} }, mayReach);

/** {@link postOutside} for a text that is final to the byte. */
export function postTextOutside(
  url: string,
  { text, headers }: PostedText,
  mayReach: MayReach = isPublicAddress,
): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const failed = (words: string) => resolve({ isTaken: false, words: words.slice(0, 300), status: null });
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target?.protocol !== 'https:' && target?.protocol !== 'http:')
      return failed('This is no web address');
    const host = target.hostname.replace(/^\[|\]$/g, '');
    // An address needs no look-up, so it is checked here.
    if (isIP(host) !== 0 && !mayReach(host)) return failed(`${host} is not on the open internet`);
    const send = target.protocol === 'https:' ? requestSecure : requestPlain;
    const request = send(
      target,
      {
        method: 'POST',
        lookup: guardedLookup(mayReach),
        timeout: patienceMs,
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        response.destroy();
        const status = response.statusCode ?? 0;
        resolve({ isTaken: status >= 200 && status < 300, words: `It answered ${status}`, status });
      },
    );
    request.on('error', (error) => failed(error.message));
    request.end(text);
  });
}
