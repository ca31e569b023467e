import { domainToASCII } from 'node:url';

/** A mail address that passed {@link parseAddress}. */
export type Address = {
  /** As the person wrote it, trimmed: for display and as the envelope recipient's local part. */
  readonly address: string;
  /** What makes two spellings one person: NFC, lower case, domain as A-label. Dots and +tags stay. */
  readonly key: string;
};

const longest = { local: 64, domain: 255, path: 254 };
// RFC 5322 dot-atom, and letters beyond ASCII (RFC 6531). Quoted local parts and domain literals are not for sign-ups.
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Domains read lately: a list of readers has few, and reading one costs more than all the rest of an address. */
const readDomains = new Map<string, string | null>();
const mostReadDomains = 5000;

function parseDomain(text: string): string | null {
  const read = readDomains.get(text);
  if (read !== undefined) return read;
  const domain = readDomain(text);
  if (readDomains.size >= mostReadDomains) readDomains.clear();
  readDomains.set(text, domain);
  return domain;
}

/** The domain as ASCII (UTS 46, RFC 5890), lower case; null when it is no host name with at least one dot. */
function readDomain(text: string): string | null {
  const ascii = domainToASCII(text.normalize('NFC')).toLowerCase();
  if (ascii.length === 0 || ascii.length > longest.domain) return null;
  const labels = ascii.split('.');
  const isHostName = labels.length >= 2 && labels.every((part) => label.test(part));
  // A last label of digits only would be an IPv4 address.
  return isHostName && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : null;
}

/**
 * Reads one mail address (RFC 5321 section 4.1.2 and its limits; RFC 6531 local parts).
 * Control characters, line breaks, lists, display names, quoted local parts and address literals give null, so nothing
 * that passes can end a header line or an SMTP command.
 */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return null;
  const local = trimmed.slice(0, at);
  const domain = parseDomain(trimmed.slice(at + 1));
  if (domain === null || !localPart.test(local)) return null;
  if (Buffer.byteLength(local) > longest.local || Buffer.byteLength(`${local}@${domain}`) > longest.path)
    return null;
  return {
    address: `${local}@${trimmed.slice(at + 1).toLowerCase()}`,
    key: `${local.toLowerCase()}@${domain}`,
  };
}

const isAsciiDomain = /^[a-z0-9.-]+$/;

/** The address for the SMTP envelope: the domain as A-label, the local part untouched. */
export function envelopeAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return isAsciiDomain.test(domain) ? address : `${address.slice(0, at)}@${domainToASCII(domain)}`;
}

/** Shows enough of an address to be recognised by its owner: `a•••@example.org`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}
