const providers = [
  { label: 'Open Gmail', href: 'https://mail.google.com/mail/', domains: 'gmail.com googlemail.com' },
  {
    label: 'Open Outlook',
    href: 'https://outlook.live.com/mail/',
    domains: 'outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com',
  },
  {
    label: 'Open Yahoo Mail',
    href: 'https://mail.yahoo.com/',
    domains: 'yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com',
  },
  { label: 'Open iCloud Mail', href: 'https://www.icloud.com/mail/', domains: 'icloud.com me.com mac.com' },
  { label: 'Open Proton Mail', href: 'https://mail.proton.me/', domains: 'proton.me protonmail.com pm.me' },
  { label: 'Open GMX', href: 'https://www.gmx.net/', domains: 'gmx.de gmx.net gmx.at' },
  { label: 'Open WEB.DE', href: 'https://web.de/', domains: 'web.de' },
];

/** Where the owner of an address reads mail in a browser, for the large providers. */
export function findWebmail(address: string): { readonly label: string; readonly href: string } | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return providers.find(({ domains }) => domains.split(' ').includes(domain));
}
