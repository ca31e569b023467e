import { z } from 'zod';
import type { Product } from './run-product.ts';

/** Whatever runs commands of an install. */
type Install = Pick<Product, 'doorstep'>;

const created = z.object({ id: z.string() });
const receipt = z.object({
  audience: z.number(),
  accepted: z.number(),
  refused: z.number(),
  suppressed: z.number(),
  expired: z.number(),
  stopped: z.number(),
  inDoubt: z.number(),
  waiting: z.number(),
  attempting: z.number(),
  leftOut: z.record(z.string(), z.number()),
});
export type ReadReceipt = z.infer<typeof receipt>;

/** Runs a command with --json and reads what it printed. @throws with its words when it failed */
async function ask<Answer>(product: Install, answer: z.ZodType<Answer>, ...args: string[]): Promise<Answer> {
  const { code, out, err } = await product.doorstep(...args, '--json');
  if (code !== 0) throw new Error(`doorstep ${args.join(' ')} ended with ${code}: ${err}${out}`);
  return answer.parse(JSON.parse(out));
}

export const createEdition = async (product: Install, newsletter: string, articles: readonly string[]) =>
  (await ask(product, created, 'edition', 'create', '--newsletter', newsletter, '--article', ...articles)).id;

export const sendEdition = (product: Install, id: string): Promise<unknown> =>
  ask(product, z.unknown(), 'edition', 'send', id, '--no-undo', '--wait');

export const readReceipt = (product: Install, id: string): Promise<ReadReceipt> =>
  ask(product, receipt, 'edition', 'receipt', id);

/** What the eight ends add up to. */
export const sumOf = (read: ReadReceipt): number =>
  read.accepted +
  read.refused +
  read.suppressed +
  read.expired +
  read.stopped +
  read.inDoubt +
  read.waiting +
  read.attempting;
