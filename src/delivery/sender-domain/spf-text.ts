import { isIP } from 'node:net';
import type { Relay } from '../smtp-connect.ts';

/** A mail server that we hand mail to. */
export type SendingServer = Pick<Relay, 'host' | 'tls'>;

const loopback: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

export const isOnThisMachine = ({ host }: Pick<SendingServer, 'host'>): boolean =>
  loopback.includes(host.toLowerCase());

/** Providers send from other addresses than the one they take mail at; each names its own in a record of this name. */
const providers: ReadonlyArray<readonly [host: RegExp, include: string]> = [
  [/(?:^|\.)amazonaws\.com$/i, 'amazonses.com'],
  [/(?:^|\.)sendgrid\.net$/i, 'sendgrid.net'],
  [/(?:^|\.)mailgun\.org$/i, 'mailgun.org'],
  [/(?:^|\.)postmarkapp\.com$/i, 'spf.mtasv.net'],
];

function termFor(server: SendingServer): string {
  const { host } = server;
  if (isOnThisMachine(server)) return 'mx';
  const family = isIP(host);
  if (family !== 0) return `ip${family}:${host}`;
  const include = providers.find(([pattern]) => pattern.test(host))?.[1];
  return include === undefined ? `a:${host}` : `include:${include}`;
}

/** The SPF record that lets these servers send. One of ours on this machine is taken to be the one that receives, too. */
export const spfText = (servers: readonly SendingServer[]): string =>
  ['v=spf1', ...new Set(servers.map(termFor)), '-all'].join(' ');
