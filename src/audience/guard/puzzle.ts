import { createHash } from 'node:crypto';

/**
 * The work a browser does before a sign-up: a number for which SHA-256 of form facts, address and number begins with so many
 * zero bits. Bound to the address, so that a solution serves for one, and to facts that are a day old at most.
 */
export function isSolved(
  { facts, email, work }: { readonly facts: string; readonly email: string; readonly work: string },
  bits: number,
): boolean {
  if (!/^\d{1,15}$/.test(work)) return false;
  const hash = createHash('sha256').update(`${facts}:${email}:${work}`).digest();
  return hash.readUInt32BE(0) >>> (32 - bits) === 0;
}
