import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { dkimAlgorithm, type DkimAlgorithm } from './dkim-algorithm.ts';
import { relaxHeaders, type RelaxedHeaders } from './relaxed-headers.ts';

export type DkimKey = {
  readonly selector: string;
  /** PEM or key: RSA of 2048 bits or more, or Ed25519. The key says which. */
  readonly privateKey: string | KeyObject;
};

export type DkimIdentity = {
  /** `d=`: the organisational domain of From, so that DMARC finds it aligned. */
  readonly domain: string;
  /** One signature each, in this order. RSA belongs first: not every receiver knows Ed25519 (RFC 8463). */
  readonly keys: readonly DkimKey[];
};

export type MailToSign = {
  /** The header block as it leaves, without the empty line behind it. */
  readonly headers: Buffer | string;
  /** From {@link prepareBody}. */
  readonly bodyHash: string;
  /** `t=`: the frozen date of the delivery, so that every attempt has the same bytes. */
  readonly date: Date;
};

export type DkimSigner = {
  /** The signature headers to put in front of the mail, each with its line break. */
  readonly sign: (mail: MailToSign) => string;
};

/** Leaves room for the leading space under 78 octets (RFC 5322 section 2.1.1). */
const lineLength = 76;

/** Folds `h=`: white space may stand beside a colon. */
function foldNames(names: readonly string[]): string {
  const lines = ['h='];
  for (const [at, name] of names.entries()) {
    const item = at === names.length - 1 ? `${name};` : `${name}:`;
    const line = lines.at(-1) ?? '';
    if (line.length + item.length > lineLength) lines.push(item);
    else lines[lines.length - 1] = line + item;
  }
  return lines.join('\r\n ');
}

/** White space may stand anywhere in base64; the first line shares its place with `b=`. */
const foldSignature = (base64: string): string => {
  let folded = base64.slice(0, lineLength - 2);
  for (let at = lineLength - 2; at < base64.length; at += lineLength)
    folded += `\r\n ${base64.slice(at, at + lineLength)}`;
  return folded;
};

/** RSA signs the text; Ed25519 signs its SHA-256 (RFC 8463 section 3). Both are deterministic. */
const signText = (algorithm: DkimAlgorithm, key: KeyObject, text: string): Buffer =>
  algorithm === 'rsa-sha256'
    ? sign('sha256', Buffer.from(text, 'latin1'), key)
    : sign(null, createHash('sha256').update(text, 'latin1').digest(), key);

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/;

function checkedName(what: string, name: string): string {
  const lower = name.toLowerCase();
  if (!hostName.test(lower)) throw new Error(`the DKIM ${what} "${name}" is not a name of DNS`);
  return lower;
}

function createSignature(domain: string, { selector, privateKey }: DkimKey) {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  const algorithm = dkimAlgorithm(key);
  const start =
    `DKIM-Signature: v=1; a=${algorithm}; c=relaxed/relaxed;\r\n` +
    ` d=${domain};\r\n s=${checkedName('selector', selector)};\r\n`;

  return (headers: RelaxedHeaders, foldedNames: string, bodyHash: string, seconds: number): string => {
    const header = `${start} t=${seconds}; bh=${bodyHash};\r\n ${foldedNames}\r\n b=`;
    // Folds are a line break and one space, so the relaxed form is the header without its line breaks.
    const relaxed = `dkim-signature:${header.slice('DKIM-Signature: '.length).replaceAll('\r\n', '')}`;
    const signature = signText(algorithm, key, headers.text + relaxed).toString('base64');
    return `${header}${foldSignature(signature)}\r\n`;
  };
}

/**
 * Signs mail after RFC 6376, relaxed/relaxed, the whole body (no `l=`). Signing comes last: what touches the mail
 * afterwards breaks it. The headers are canonicalised once for all keys.
 */
export function createDkimSigner({ domain, keys }: DkimIdentity): DkimSigner {
  if (keys.length === 0) throw new Error('a DKIM signer needs a key');
  const name = checkedName('domain', domain);
  const signatures = keys.map((key) => createSignature(name, key));

  return {
    sign({ headers, bodyHash, date }) {
      const relaxed = relaxHeaders(headers);
      const foldedNames = foldNames(relaxed.names);
      const seconds = Math.floor(date.getTime() / 1000);
      return signatures.map((signature) => signature(relaxed, foldedNames, bodyHash, seconds)).join('');
    },
  };
}
