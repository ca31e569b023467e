import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { hashToken, randomCode, randomToken } from '../platform/random-tokens.ts';
import { insertLink } from './sql/sign-ups.ts';
import { hashCode } from './typed-code.ts';

/** A link and the code beside it; only their hashes are stored. */
export type ConfirmationSecrets = { readonly token: string; readonly code: string };

export const makeConfirmationSecrets = (): ConfirmationSecrets => ({
  token: randomToken(),
  code: randomCode(6),
});

export const keepConfirmationSecrets = (
  tx: Db,
  keys: KeyRing,
  signUpId: number,
  { token, code }: ConfirmationSecrets,
): Promise<void> =>
  insertLink(tx, {
    tokenHash: hashToken(token),
    signUpId,
    codeHash: hashCode(keys, 'confirmation code', String(signUpId), code),
  });
