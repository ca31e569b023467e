/**
 * The work before a sign-up: finds the number for which SHA-256 of facts, address and number begins with so many zero bits.
 * Throws where the browser has no such digest (a page without TLS): the plain form then does its work.
 */
export const solvePuzzle = async (facts: string, email: string, bits: number): Promise<string> => {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += 128) {
    const hashes = await Promise.all(
      Array.from({ length: 128 }, (_, index) =>
        crypto.subtle.digest('SHA-256', encoder.encode(`${facts}:${email}:${first + index}`)),
      ),
    );
    const index = hashes.findIndex((hash) => new DataView(hash).getUint32(0) >>> (32 - bits) === 0);
    if (index >= 0) return String(first + index);
  }
};
