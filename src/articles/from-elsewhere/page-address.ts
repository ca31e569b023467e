/** What is put behind an address to follow people, and says nothing about the page. */
const followers = /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|_ga)$/i;

/** An address as a page is known by it: without its place in the page and without what follows people. Null for none of the web. */
export function pageAddress(text: string, base?: string): string | null {
  if (!URL.canParse(text.trim(), base)) return null;
  const url = new URL(text.trim(), base);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    return null;
  url.hash = '';
  const needless = [...url.searchParams.keys()].filter((name) => followers.test(name));
  for (const name of needless) url.searchParams.delete(name);
  return url.href;
}

const hostOf = (address: string): string => new URL(address).hostname.replace(/^(?:www|m|amp)\./, '');

/** What a page calls its own address, where that is of the same house; else where it was found. */
export function ownAddress(found: string, named: string | null): string {
  const own = named === null ? null : pageAddress(named, found);
  return own !== null && hostOf(own) === hostOf(found) ? own : (pageAddress(found) ?? found);
}
