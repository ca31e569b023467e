/**
 * Domains of one provider count together: its servers see one sender. The names are those of the providers' own sign-up
 * and postmaster pages; a company's domain that a provider hosts stands for itself.
 */
const groups: Readonly<Record<string, readonly string[]>> = {
  gmail: ['gmail.com', 'googlemail.com'],
  outlook: [
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'outlook.de',
    'outlook.fr',
    'outlook.es',
    'hotmail.co.uk',
    'hotmail.fr',
    'hotmail.de',
    'hotmail.es',
    'hotmail.it',
    'live.co.uk',
    'live.fr',
    'live.nl',
  ],
  yahoo: [
    'yahoo.com',
    'ymail.com',
    'rocketmail.com',
    'aol.com',
    'aim.com',
    'yahoo.co.uk',
    'yahoo.fr',
    'yahoo.de',
    'yahoo.es',
    'yahoo.it',
    'yahoo.ca',
    'yahoo.com.br',
    'yahoo.co.in',
    'verizon.net',
  ],
  icloud: ['icloud.com', 'me.com', 'mac.com'],
  gmx: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de'],
  comcast: ['comcast.net', 'xfinity.com'],
  proton: ['proton.me', 'protonmail.com', 'pm.me'],
  orange: ['orange.fr', 'wanadoo.fr'],
  't-online': ['t-online.de', 'magenta.de'],
};

const groupOf = new Map(
  Object.entries(groups).flatMap(([group, domains]) => domains.map((domain) => [domain, group] as const)),
);

/** The provider behind an address, or its domain: what a limit or a hold is about. */
export function providerOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return groupOf.get(domain) ?? domain;
}
