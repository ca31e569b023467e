import type { Db } from '../platform/db.ts';
import {
  type CustomField,
  type FieldKind,
  fieldKinds,
  insertCustomField,
  listCustomFields,
} from './sql/custom-fields.ts';

export {
  type CustomField,
  type FieldKind,
  countWithField,
  deleteCustomField,
  fieldKinds,
  listCustomFields,
  renameCustomField,
} from './sql/custom-fields.ts';

export const mostFields = 40;

const isKind = (text: string): text is FieldKind => fieldKinds.some((kind) => kind === text);

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/\p{M}/gu, '')
    .replace(/^-+|-+$/g, '');

/** The name of a field as it may be kept; null for one that is empty, too long or of signs alone. */
export function parseFieldName(text: string): string | null {
  const name = text.trim().replace(/\s+/g, ' ');
  return name.length <= 60 && !/\p{Cc}/u.test(name) && slugOf(name) !== '' ? name : null;
}

export type AddFieldOutcome =
  | { readonly kind: 'added'; readonly field: CustomField }
  | { readonly kind: 'bad-name' | 'bad-kind' | 'taken' | 'too-many' };

/** Adds a custom field under a slug made from its name. */
export async function addCustomField(
  tx: Db,
  form: { readonly name: string; readonly kind: string },
): Promise<AddFieldOutcome> {
  const name = parseFieldName(form.name);
  if (name === null) return { kind: 'bad-name' };
  if (!isKind(form.kind)) return { kind: 'bad-kind' };
  if ((await listCustomFields(tx)).length >= mostFields) return { kind: 'too-many' };
  const field = { slug: slugOf(name), name, kind: form.kind };
  return (await insertCustomField(tx, field)) ? { kind: 'added', field } : { kind: 'taken' };
}

const isDay = (text: string): boolean => {
  const date = new Date(`${text}T12:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
};

/** `007.50` is kept as `7.5`; a comma is taken for the point. */
function parseNumber(text: string): string | null {
  const [, sign = '', whole = '', part = ''] =
    /^([-+]?)(\d{1,15})(?:[.,](\d{1,6}))?$/.exec(text.replaceAll(/[\u00a0 ]/g, '')) ?? [];
  if (whole === '') return null;
  const decimals = part.replace(/0+$/, '');
  const digits = whole.replace(/^0+(?=\d)/, '') + (decimals === '' ? '' : `.${decimals}`);
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

const yes = ['yes', 'true', 'y', '1', 'on'];
const no = ['no', 'false', 'n', '0', 'off'];

/**
 * A value as it is kept: one spelling for each number, days as `2027-01-31`, `yes` or `no`.
 * @returns null when it is none of this kind
 */
export function parseFieldValue(kind: FieldKind, text: string): string | null {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  switch (kind) {
    case 'text':
      return trimmed !== '' && trimmed.length <= 500 ? trimmed : null;
    case 'number':
      return parseNumber(trimmed);
    case 'date':
      return isDay(trimmed) ? trimmed : null;
    case 'yes or no':
      return yes.includes(lower) ? 'yes' : no.includes(lower) ? 'no' : null;
  }
}

/** What a field of this kind wants, in words for whoever typed something else. */
export const fieldWants: Readonly<Record<FieldKind, string>> = {
  text: 'Please use at most 500 characters',
  number: 'Please give a number, such as 12 or 3.5',
  date: 'Please give a day that exists, such as 2027-01-31',
  'yes or no': 'Please choose yes or no',
};
