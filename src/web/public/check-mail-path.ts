import { type Tongue, inTongue } from '../../../templates/pages/reader/tongue.tsx';

/** The page after a sign-up; the ref in its address says which one, for a day. */
export const checkMailPath = (ref: string): string => `/signup/check/${ref}`;

/** The same, with what was just done there, in the language of the step before. */
export const checkMailAfter = (
  ref: string,
  visit: Pick<Tongue, 'language' | 'isCarried'>,
  done?: string,
): string => inTongue(`${checkMailPath(ref)}${done === undefined ? '' : `?done=${done}`}`, visit);
