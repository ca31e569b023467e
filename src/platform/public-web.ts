import { lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, type LookupFunction, isIP } from 'node:net';

const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/** An address of the open internet: none of this machine, of a local network, or reserved. IPv4 in IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return !inside.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

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

export type PostAnswer = { readonly isTaken: boolean; readonly words: string };

const patienceMs = 10_000;

/**
 * Posts JSON to an address that somebody typed in. No redirect is followed, nothing on a private network is reached, and
 * the answer's body is not read. It never throws: what went wrong is the answer.
 */
export function postOutside(
  url: string,
  body: unknown,
  mayReach: MayReach = isPublicAddress,
): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const failed = (words: string) => resolve({ isTaken: false, words: words.slice(0, 300) });
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target?.protocol !== 'https:' && target?.protocol !== 'http:')
      return failed('This is no web address');
    const host = target.hostname.replace(/^\[|\]$/g, '');
    // An address needs no look-up, so it is checked here.
    if (isIP(host) !== 0 && !mayReach(host)) return failed(`${host} is not on the open internet`);
    const text = JSON.stringify(body);
    const send = target.protocol === 'https:' ? requestSecure : requestPlain;
    const request = send(
      target,
      {
        method: 'POST',
        lookup: guardedLookup(mayReach),
        timeout: patienceMs,
        signal: AbortSignal.timeout(patienceMs),
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (response) => {
        response.destroy();
        const status = response.statusCode ?? 0;
        resolve({ isTaken: status >= 200 && status < 300, words: `It answered ${status}` });
      },
    );
    request.on('error', (error) => failed(error.message));
    request.end(text);
  });
}
