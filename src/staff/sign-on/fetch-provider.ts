import type { CustomFetch, FetchBody } from 'openid-client';
import { createGuardedFetch } from '../../platform/fetch-guarded.ts';

/** Nobody answers at the provider, or it is ill. */
export class ProviderDown extends Error {}

const timeoutMs = 8000;
const mostBytes = 1024 * 1024;
/** What the protocol reads of an answer's head. */
const readHeaders = ['content-type', 'www-authenticate', 'cache-control'];

/** The protocol posts forms and nothing else. */
const textOf = (body: FetchBody): string =>
  body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : '';

/**
 * The way to the provider. The operator has named the issuer, so its own host may stand anywhere, also in the newsroom's
 * network; every other host that its documents name has to be one of the open web, and nothing is sent on elsewhere.
 */
export function createProviderFetch(issuer: string): CustomFetch {
  const own = createGuardedFetch({ allows: () => true });
  const foreign = createGuardedFetch();
  const { host } = new URL(issuer);
  return async (url, { method, headers, body }) => {
    const fetch = new URL(url).host === host ? own : foreign;
    const post = method === 'POST' ? textOf(body) : undefined;
    const answer = await fetch(url, { headers, post, redirects: 0, mostBytes, timeoutMs });
    if (answer.kind !== 'answered') throw new ProviderDown(answer.message);
    if (answer.status >= 500) throw new ProviderDown(`It answered ${answer.status}.`);
    const named = readHeaders.flatMap((name): [string, string][] => {
      const value = answer.header(name);
      return value === null ? [] : [[name, value]];
    });
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: named });
  };
}
