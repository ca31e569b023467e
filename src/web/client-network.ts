import { isIPv6 } from 'node:net';
import type { Request } from 'express';

const groups = (address: string): string[] => {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [
    ...before,
    ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'),
    ...after,
  ];
};

/** What limits count by: an IPv4 address, or the /64 of an IPv6 one. */
export function clientNetwork(request: Request): string {
  const address = (request.ip ?? 'unknown').replace(/^::ffff:/, '');
  return isIPv6(address) ? `${groups(address).slice(0, 4).join(':')}::/64` : address;
}

/** What is stored as evidence: shortened to /24 or /48, so that it names no household. */
export function shortenedNetwork(request: Request): string {
  const network = clientNetwork(request);
  if (network.endsWith('/64')) return `${network.split(':').slice(0, 3).join(':')}::/48`;
  return /^\d+\.\d+\.\d+\.\d+$/.test(network) ? `${network.split('.').slice(0, 3).join('.')}.0/24` : network;
}
