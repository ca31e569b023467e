import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  type GuardOptions,
  type Place,
  Refused,
  findAddresses,
  pinnedTo,
  readPlace,
} from './guarded-address.ts';

export type FetchOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** A header's value by its name in small letters; null when it did not come. */
      readonly header: (name: string) => string | null;
      readonly body: Buffer;
      /** Where the answer came from, behind all redirects. */
      readonly url: string;
    }
  /** The guard does not let it through, or the other side sent more than it may. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Nobody answered, or not in time. */
  | { readonly kind: 'failed'; readonly message: string };

export type FetchRequest = {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of the body, also once it is unpacked. */
  readonly mostBytes: number;
  /** For everything, from the first name look-up to the last byte behind the last redirect. */
  readonly timeoutMs: number;
  /** A form to post; without it the address is read. A post is never sent on. */
  readonly post?: string | undefined;
  /** How often the other side may send us on; five times unless told. */
  readonly redirects?: number | undefined;
};

export type GuardedFetch = (url: string, request: FetchRequest) => Promise<FetchOutcome>;

const mostRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** One request without cookies, without a connection that stays. */
function openOnce(
  { url, host, port }: Place,
  addresses: readonly string[],
  { headers = {}, post }: Pick<FetchRequest, 'headers' | 'post'>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const length = post === undefined ? {} : { 'content-length': String(Buffer.byteLength(post)) };
    const request = send({
      method: post === undefined ? 'GET' : 'POST',
      hostname: host,
      port,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, ...length, host: url.host, 'accept-encoding': 'gzip, deflate, br' },
      lookup: pinnedTo(addresses),
      agent: false,
      signal,
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.end(post);
  });
}

function unpacked(answer: IncomingMessage): Readable {
  const forward = <T extends NodeJS.ReadWriteStream & { destroy: (error?: Error) => unknown }>(
    into: T,
  ): T => {
    answer.once('error', (error) => into.destroy(error));
    return answer.pipe(into);
  };
  const packing: string = answer.headers['content-encoding']?.trim().toLowerCase() ?? '';
  switch (packing) {
    case 'gzip':
    case 'x-gzip':
      return forward(createGunzip());
    case 'deflate':
      return forward(createInflate());
    case 'br':
      return forward(createBrotliDecompress());
    default:
      return answer;
  }
}

/** Reads until the limit and not a byte further: a bomb is put down before it is unpacked. */
async function readBody(answer: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const tooMuch = `The answer is larger than ${Math.round(mostBytes / (1024 * 1024))} MB.`;
  if (Number(answer.headers['content-length'] ?? 0) > mostBytes) throw new Refused(tooMuch);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of unpacked(answer)) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > mostBytes) throw new Refused(tooMuch);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const headerOf =
  ({ headers }: IncomingMessage) =>
  (name: string): string | null => {
    const value = headers[name];
    return value === undefined ? null : String(value);
  };

async function follow(
  first: string,
  wanted: FetchRequest,
  options: GuardOptions,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const most = wanted.post === undefined ? (wanted.redirects ?? mostRedirects) : 0;
  let next = first;
  for (let hop = 0; hop <= most; hop += 1) {
    const place = readPlace(next);
    const addresses = await findAddresses(place, options);
    signal.throwIfAborted();
    const answer = await openOnce(place, addresses, wanted, signal);
    try {
      const status = answer.statusCode ?? 0;
      const { location } = answer.headers;
      if (!redirects.has(status) || location === undefined) {
        const body = await readBody(answer, wanted.mostBytes);
        return { kind: 'answered', status, header: headerOf(answer), body, url: place.url.href };
      }
      next = URL.canParse(location, place.url) ? new URL(location, place.url).href : location;
    } finally {
      answer.destroy();
    }
  }
  throw new Refused(`The address sends us on more than ${most} times.`);
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';

/** What went wrong on the way, as a sentence. */
function failureWords(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ENODATA':
      return 'Its name cannot be found.';
    case 'ECONNREFUSED':
      return 'Its server takes no connection.';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'Its server broke the connection off.';
    default:
      return codeOf(error).startsWith('Z_')
        ? 'Its answer is packed in a way that cannot be read.'
        : `The connection failed${codeOf(error) === '' ? '' : ` (${codeOf(error)})`}.`;
  }
}

/**
 * Opens addresses that somebody typed or a stranger's file names: only the open web, never this machine or its network.
 * Every name is looked up first, every one of its addresses is checked, and the connection is pinned to them; so is each
 * redirect. No cookies, no body beyond the limit, no waiting beyond the time.
 */
export function createGuardedFetch(options: GuardOptions = {}): GuardedFetch {
  return async (url, request) => {
    const ending = new AbortController();
    // A look-up cannot be aborted, so the clock runs beside it.
    const late = new Promise<never>((_resolve, reject) => {
      ending.signal.addEventListener('abort', () => reject(new Refused('late')), { once: true });
    });
    late.catch(() => undefined);
    const timer = setTimeout(() => ending.abort(), request.timeoutMs);
    try {
      return await Promise.race([follow(url, request, options, ending.signal), late]);
    } catch (error) {
      if (ending.signal.aborted) {
        const message = `There was no whole answer within ${Math.round(request.timeoutMs / 1000)} seconds.`;
        return { kind: 'failed', message };
      }
      if (error instanceof Refused) return { kind: 'refused', message: error.message };
      return { kind: 'failed', message: failureWords(error) };
    } finally {
      clearTimeout(timer);
      ending.abort();
    }
  };
}
