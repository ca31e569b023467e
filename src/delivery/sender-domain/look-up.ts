import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** What DNS says of a name; null: it did not answer. Nothing there is an empty list. */
export type LookUp = (name: string) => Promise<readonly string[] | null>;

export type Dns = {
  readonly texts: LookUp;
  /** The servers that take mail for a domain, best first; an empty name says that nobody does (RFC 7505). */
  readonly mailServers: LookUp;
  /** Of a host, in either family; an address is its own. */
  readonly addresses: LookUp;
  /** Of an address. */
  readonly names: LookUp;
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

/** A name that is not there has nothing to say; a server that does not answer says nothing. */
async function ask<Answer>(
  question: Promise<readonly Answer[]>,
  wordsOf: (answer: Answer) => string,
): Promise<readonly string[] | null> {
  try {
    return (await question).map(wordsOf);
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : null;
  }
}

const itself = (text: string): string => text;

/**
 * Asks DNS as this machine does.
 * @param servers other ones to ask, as `address:port`
 */
export function createDns(servers?: readonly string[]): Dns {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return {
    texts: (name) => ask(resolver.resolveTxt(name), (parts) => parts.join('')),
    mailServers: (name) =>
      ask(
        resolver.resolveMx(name).then((found) => found.toSorted((a, b) => a.priority - b.priority)),
        ({ exchange }) => exchange,
      ),
    async addresses(host) {
      if (isIP(host) !== 0) return [host];
      const families = await Promise.all([
        ask(resolver.resolve4(host), itself),
        ask(resolver.resolve6(host), itself),
      ]);
      const found = families.flatMap((family) => family ?? []);
      return found.length === 0 && families.includes(null) ? null : found;
    },
    names: (address) => ask(resolver.reverse(address), itself),
  };
}
