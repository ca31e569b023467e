const providers = [
  { name: 'Gmail', href: 'https://mail.google.com/mail/', domains: 'gmail.com googlemail.com' },
  {
    name: 'Outlook',
    href: 'https://outlook.live.com/mail/',
    domains: 'outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com',
  },
  {
    name: 'Yahoo Mail',
    href: 'https://mail.yahoo.com/',
    domains: 'yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com',
  },
  { name: 'iCloud Mail', href: 'https://www.icloud.com/mail/', domains: 'icloud.com me.com mac.com' },
  { name: 'Proton Mail', href: 'https://mail.proton.me/', domains: 'proton.me protonmail.com pm.me' },
  { name: 'GMX', href: 'https://www.gmx.net/', domains: 'gmx.de gmx.net gmx.at' },
  { name: 'WEB.DE', href: 'https://web.de/', domains: 'web.de' },
];

/** Where the owner of an address reads mail in a browser, for the large providers. */
export function findWebmail(address: string): { readonly name: string; readonly href: string } | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return providers.find(({ domains }) => domains.split(' ').includes(domain));
}
