import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type GuardOptions = {
  /** Lets an address through that is none of the open internet, such as a server of a test on loopback. */
  readonly allows?: ((address: string, port: number) => boolean) | undefined;
  /** Every address of a name. */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
};

/** A sentence for whoever gave the address. */
export class Refused extends Error {}

const ports: ReadonlySet<number> = new Set([80, 443]);

const resolveAll = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** The parts of an address that somebody typed. */
export type Place = { readonly url: URL; readonly host: string; readonly port: number };

/** @throws Refused when it is no address we would open */
export function readPlace(text: string): Place {
  if (!URL.canParse(text)) throw new Refused('This is not a web address.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refused('Only addresses that begin with http:// or https:// are opened.');
  if (url.username !== '' || url.password !== '')
    throw new Refused('An address with a name and password in it is not opened.');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { url, host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * Looks the name up, once: the connection goes to what was looked at ({@link pinnedTo}), so a name that changes its mind gains
 * nothing.
 * @throws Refused when one of its addresses is none of the open internet, or the port is no web server's
 */
export async function findAddresses(
  { host, port }: Place,
  options: GuardOptions,
): Promise<readonly string[]> {
  const found = isIP(host) === 0 ? await (options.resolve ?? resolveAll)(host) : [host];
  if (found.length === 0) throw new Error(`${host} has no address.`);
  for (const address of found) {
    if (options.allows?.(address, port) === true) continue;
    if (!isPublicAddress(address)) throw new Refused('The address leads into a private network.');
    if (!ports.has(port)) throw new Refused('Only the ports 80 and 443 are opened.');
  }
  return found;
}

/** A look-up that answers with these addresses and asks nobody. */
export const pinnedTo = (addresses: readonly string[]): LookupFunction => {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, callback) => {
    const [first] = entries;
    if (all === true) callback(null, entries);
    else callback(null, first?.address ?? '', first?.family);
  };
};
