import type { BreachLookUp } from './breached-passwords.ts';
import { isEasyPassword } from './easy-passwords.ts';

/** What a new password is compared with. */
export type PasswordCheck = {
  /** Names that anybody would try in this newsroom. */
  readonly names: readonly string[];
  readonly isBreached?: BreachLookUp | undefined;
};

/** What is wrong with a new password before anybody is asked, in words; null when nothing is. No rules of composition (ASVS 6.2). */
export function findPasswordProblem(password: string, names: readonly string[] = []): string | null {
  if (password.length < 8) return 'Please use at least 8 characters; 15 or more are better';
  if (password.length > 256) return 'Please use at most 256 characters';
  if (isEasyPassword(password, names))
    return 'This is among the first that anybody would try; please take another, such as a few words in a row';
  return null;
}

/**
 * {@link findPasswordProblem}, and the look-up in lists of stolen passwords where the operator has named one.
 * @param person their names and addresses: nobody's password is their name
 */
export async function checkPassword(
  password: string,
  { names, isBreached }: PasswordCheck,
  person: readonly string[],
): Promise<string | null> {
  const problem = findPasswordProblem(password, [...names, ...person]);
  if (problem !== null || !isBreached || !(await isBreached(password))) return problem;
  return 'This password is in lists of stolen ones, wherever it came from; please take another';
}
