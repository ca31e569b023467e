import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList } from 'node:net';
import type { Request, RequestHandler } from 'express';
import type { WebSetting } from '../web-setting.ts';

const near = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  near.addSubnet(network, bits, 'ipv4');
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/** Whether an address is of this machine or of a private network. */
export function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '').replace(/%.*$/, '');
  return near.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isTold = (request: Request): boolean =>
  request.get('x-forwarded-for') !== undefined || request.get('forwarded') !== undefined;

/**
 * Who may read the figures: whoever has METRICS_TOKEN; without one, whoever asks from this machine or a private network.
 * Behind a proxy that we were not told to believe everybody seems to be near, so a passed-on request is nobody's then.
 */
export function mayReadMetrics({
  metricsToken,
  trustProxy,
}: Pick<WebSetting, 'metricsToken' | 'trustProxy'>): RequestHandler {
  return (request, response, next) => {
    if (metricsToken !== undefined) {
      const [, given = ''] = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
      if (timingSafeEqual(digest(given), digest(metricsToken))) return next();
      response.status(401).set('WWW-Authenticate', 'Bearer').type('text/plain');
      return void response.send('Send METRICS_TOKEN as a bearer token.\n');
    }
    const isDirect = trustProxy !== undefined || !isTold(request);
    if (isDirect && isNear(request.ip ?? '')) return next();
    response.status(403).type('text/plain');
    return void response.send('Ask from this machine or a private network, or set METRICS_TOKEN.\n');
  };
}
