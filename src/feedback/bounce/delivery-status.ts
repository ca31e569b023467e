import { decodeHeader } from '../mime/decode-text.ts';
import { findAddresses } from '../mime/find-addresses.ts';

export type StatusGroup = {
  readonly recipient: string | null;
  readonly originalRecipient: string | null;
  readonly action: 'failed' | 'delayed' | 'passed';
  readonly status: string | null;
  readonly diagnostic: string;
};

type Fields = Map<string, string>;

const mostLines = 20_000;
const field = /^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]{0,4}:[ \t]{0,8}(.{0,2000})/;
const startsGroup = new Set(['final-recipient', 'original-recipient']);

/**
 * Reads the fields in groups (RFC 3464 section 2.1). Reports are broken in two ways that matter: the blank line between two
 * recipients is missing, and a long diagnostic goes on without the space that would say so.
 */
function readGroups(text: string): readonly Fields[] {
  const groups: Fields[] = [];
  let fields: Fields = new Map();
  let last = '';
  const open = () => {
    if (fields.size > 0) groups.push(fields);
    fields = new Map();
    last = '';
  };
  for (const raw of text.split('\n', mostLines)) {
    const line = raw.slice(0, 2000).replace(/^(?:> ?){1,5}/, '');
    const match = field.exec(line);
    if (line.trim() === '') open();
    else if (match) {
      last = (match[1] ?? '').toLowerCase();
      if (startsGroup.has(last) && fields.has(last)) open();
      last = (match[1] ?? '').toLowerCase();
      if (!fields.has(last)) fields.set(last, (match[2] ?? '').trim());
    } else if (last !== '' && fields.size > 0) {
      const before = fields.get(last) ?? '';
      if (before.length < 4000) fields.set(last, `${before} ${line.trim()}`.trim());
    }
  }
  open();
  return groups;
}

/** `+41` for "A" (RFC 3461 section 4). */
const decodeXtext = (text: string): string =>
  text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** `\x{e4}` for "ä" (RFC 6533 section 3). */
const decodeUnitext = (text: string): string =>
  text.replace(/\\x\{([0-9A-F]{2,6})\}/gi, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16);
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
  });

function readAddress(value: string | undefined): string | null {
  if (value === undefined) return null;
  const [type = '', ...rest] = value.split(';');
  const text = decodeHeader(rest.length > 0 ? rest.join(';') : type);
  const found = findAddresses(type.trim().toLowerCase() === 'utf-8' ? decodeUnitext(text) : text)[0];
  return found ?? findAddresses(decodeXtext(text))[0] ?? null;
}

function actionOf(fields: Fields): StatusGroup['action'] {
  const action = (fields.get('action') ?? '').toLowerCase();
  if (/^(?:relayed|expanded|delivered|deliverable|relay|success)/.test(action)) return 'passed';
  if (/^(?:delay|defer|warn)/.test(action)) return 'delayed';
  if (action === '' && /^\s*2\./.test(fields.get('status') ?? '')) return 'passed';
  return 'failed';
}

const statusOf = (fields: Fields): string | null =>
  /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null;

/** `smtp; 550 No such user` without its type. */
const withoutType = (value: string): string => value.replace(/^[\w.-]{1,30}[ \t]{0,8};/, '').trim();

/** The recipients of a delivery status report, or of a text that reads like one. */
export function readDeliveryStatus(text: string): readonly StatusGroup[] {
  return readGroups(text)
    .filter(
      (fields) =>
        fields.has('final-recipient') || fields.has('original-recipient') || fields.has('x-actual-recipient'),
    )
    .filter((fields) => fields.has('action') || fields.has('status') || fields.has('diagnostic-code'))
    .map((fields) => {
      const original = readAddress(fields.get('original-recipient'));
      return {
        recipient:
          readAddress(fields.get('final-recipient')) ??
          original ??
          readAddress(fields.get('x-actual-recipient')),
        originalRecipient: original,
        action: actionOf(fields),
        status: statusOf(fields),
        diagnostic: decodeHeader(
          withoutType(fields.get('diagnostic-code') ?? fields.get('x-supplementary-info') ?? ''),
        ),
      };
    });
}

const markOfStatus = /^(?:> ?){0,5}final-recipient[ \t]{0,4}:/im;

export const readsLikeDeliveryStatus = (text: string): boolean =>
  markOfStatus.test(text) && /^(?:> ?){0,5}(?:action|status|diagnostic-code)[ \t]{0,4}:/im.test(text);
