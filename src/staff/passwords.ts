import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What scrypt is asked to spend. A hash names its own, so this may grow without ending anybody's password. */
type Cost = { readonly N: number; readonly r: number; readonly p: number };

const usualCost: Cost = { N: 2 ** 17, r: 8, p: 1 };
const keyBytes = 32;
const saltBytes = 16;
/** scrypt needs 128 · N · r bytes; Node refuses more than 32 MiB unless told. */
const maxmem = 256 * 1024 * 1024;
/** Each hash takes 128 MiB for a third of a second: more than two at a time would be a way to bring us down. */
const mostAtOnce = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await act();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, keyBytes, { ...cost, maxmem }, (error, key) => {
          if (error) reject(error);
          else resolve(key);
        });
      }),
  );

/** Hashes a password with scrypt (N = 2^17, r = 8, p = 1; ASVS 5.0 appendix C) into a text that names its parameters. */
export async function hashPassword(password: string, cost: Cost = usualCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

const { N, r, p } = usualCost;
const absentHash = ['scrypt', N, r, p, 'AAAAAAAAAAAAAAAAAAAAAA', 'A'.repeat(43)].join('$');

/** Compares in constant time; a missing hash costs the same work and is never right. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = (hash ?? absentHash).split('$');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(actual, expected) && hash !== null;
}
