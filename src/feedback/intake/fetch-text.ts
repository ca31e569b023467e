import type { FetchText } from './providers/provider.ts';

const patienceMs = 5000;
const longest = 65_536;

/** Fetches a small text over https; a redirect is an error, since the address was looked at and another was not. */
export const fetchText: FetchText = async (url) => {
  if (new URL(url).protocol !== 'https:') throw new Error('only https is fetched');
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok || !response.body) throw new Error(`${new URL(url).host} answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.length;
    if (length > longest) throw new Error(`${new URL(url).host} sent more than expected`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};
