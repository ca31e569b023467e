import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { type Place, findAddresses, pinnedTo, readPlace } from './guarded-address.ts';

/** Lets an address through that is none of the open internet, such as a server of a test on loopback. */
export type MayReach = (address: string) => boolean;

export type PostAnswer = {
  readonly isTaken: boolean;
  readonly words: string;
  /** Null when there was no answer. */
  readonly status: number | null;
};

/** JSON that is already written, as a signature over it wants, and what goes along with it. */
export type PostedText = { readonly text: string; readonly headers: Readonly<Record<string, string>> };

const patienceMs = 10_000;

/** @returns the status; the answer's body is not read */
function postTo(
  { url, host, port }: Place,
  addresses: readonly string[],
  { text, headers }: PostedText,
  signal: AbortSignal,
): Promise<number> {
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const request = send(
      {
        method: 'POST',
        hostname: host,
        port,
        path: `${url.pathname}${url.search}`,
        lookup: pinnedTo(addresses),
        agent: false,
        signal,
        headers: {
          ...headers,
          host: url.host,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

/**
 * Posts JSON to an address that somebody typed in, behind the guard of `guarded-address.ts`. No redirect is followed, and the
 * answer's body is not read. It never throws: what went wrong is the answer.
 */
export const postOutside = (url: string, body: unknown, mayReach?: MayReach): Promise<PostAnswer> =>
  postTextOutside(url, { text: JSON.stringify(body), headers: {} }, mayReach);

/** {@link postOutside} for a text that is final to the byte. */
export async function postTextOutside(
  url: string,
  posted: PostedText,
  mayReach?: MayReach,
): Promise<PostAnswer> {
  const signal = AbortSignal.timeout(patienceMs);
  // A look-up cannot be aborted, so the clock runs beside it.
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Error(`There was no answer within ${patienceMs / 1000} seconds.`)),
    );
  });
  late.catch(() => undefined);
  const send = async (): Promise<number> => {
    const place = readPlace(url);
    return postTo(place, await findAddresses(place, { allows: mayReach }), posted, signal);
  };
  try {
    const status = await Promise.race([send(), late]);
    return { isTaken: status >= 200 && status < 300, words: `It answered ${status}`, status };
  } catch (error) {
    const words = error instanceof Error ? error.message : 'It failed';
    return { isTaken: false, words: words.slice(0, 300), status: null };
  }
}
