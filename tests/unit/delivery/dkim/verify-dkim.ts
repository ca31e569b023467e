import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/** A judge written apart from the signer: regular expressions over the whole mail (RFC 6376 section 3.4 and 6.1). */
const relaxedBody = (body: string): string => {
  const lines = body.replace(/[ \t]+(?=\r\n|$)/g, '').replace(/[ \t]+/g, ' ');
  const text = lines.replace(/(\r\n)+$/, '');
  return text === '' ? '' : `${text}\r\n`;
};

const relaxedHeader = (field: string): string => {
  const [, name = '', value = ''] = /^([^:]*):([^]*)$/.exec(field) ?? [];
  return `${name.trim().toLowerCase()}:${value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`;
};

/** Whether the first signature of a mail holds; bytes are read as one character each. */
export function verifyDkim(mail: string, privateKey: KeyObject): boolean {
  const [, head = '', body = ''] = /^([^]*?)\r\n\r\n([^]*)$/.exec(mail) ?? [];
  const fields = head.split(/\r\n(?![ \t])/);
  const own = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tag = (name: string) =>
    (new RegExp(`[;:]\\s*${name}=([^;]*)`).exec(own)?.[1] ?? '').replace(/\s/g, '');

  if (createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64') !== tag('bh')) return false;

  const left = fields.filter((field) => field !== own);
  let signed = '';
  for (const name of tag('h').split(':')) {
    const at = left.findLastIndex(
      (field) => field.split(':')[0]?.trim().toLowerCase() === name.toLowerCase(),
    );
    if (at !== -1) signed += `${relaxedHeader(left.splice(at, 1)[0] ?? '')}\r\n`;
  }
  signed += relaxedHeader(own.replace(/([;\s]b=)[^;]*$/, '$1'));
  const signature = Buffer.from(tag('b'), 'base64');
  const key = createPublicKey(privateKey);
  return tag('a') === 'rsa-sha256'
    ? verify('sha256', Buffer.from(signed, 'latin1'), key, signature)
    : verify(null, createHash('sha256').update(signed, 'latin1').digest(), key, signature);
}
