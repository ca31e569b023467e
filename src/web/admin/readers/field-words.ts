import type { FieldKind } from '../../../audience/custom-fields.ts';

/** Kinds of fields as a person reads them. */
export const kindNames: Readonly<Record<FieldKind, string>> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  'yes or no': 'Yes or no',
};
