import { Resolver } from 'node:dns/promises';
import type { LookUpTexts } from './check-domain.ts';

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

/** Asks DNS as this machine does. A name that is not there has no texts; a server that does not answer says nothing. */
export function createLookUp(): LookUpTexts {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  return async (name) => {
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    } catch (error) {
      const code = codeOf(error);
      return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : null;
    }
  };
}
