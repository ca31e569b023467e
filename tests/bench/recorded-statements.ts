import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Pool, type PoolClient, Query } from 'pg';

/** What a request brought with it: its address and its network. */
export type Brought = { readonly address: string; readonly network: string };

type Statement = {
  readonly text: string;
  /** Those of the limits have one; they are prepared once a connection. */
  readonly name: string | undefined;
  readonly values: readonly unknown[];
  rows: readonly Readonly<Record<string, unknown>>[];
};

export type Recording = { readonly brought: Brought; readonly statements: readonly Statement[] };

/** What the driver keeps in a query that it sends; its types do not tell. */
type Sent = { readonly text: string; readonly name?: string; readonly values?: readonly unknown[] };

/** Listens to the driver while something is done. @returns every statement that was sent meanwhile, with its rows */
export async function recordStatements(brought: Brought, act: () => Promise<unknown>): Promise<Recording> {
  const statements: Statement[] = [];
  const submit = Query.prototype.submit;
  Query.prototype.submit = function listen(this: Query & Sent, connection) {
    const statement: Statement = { text: this.text, name: this.name, values: this.values ?? [], rows: [] };
    statements.push(statement);
    this.once('end', ({ rows }: Pick<Statement, 'rows'>) => {
      statement.rows = rows;
    });
    return submit.call(this, connection);
  };
  try {
    await act();
  } finally {
    Query.prototype.submit = submit;
  }
  return { brought, statements };
}

type Answers = readonly Statement['rows'][];
type Value = (brought: Brought, answers: Answers) => unknown;

const told = (text: string, from: Brought, to: Brought): string =>
  text.replaceAll(from.address, to.address).replaceAll(from.network, to.network);

/** Where an earlier statement answered with a value, in both recordings at the same place. */
function answeredBy(pair: readonly [Recording, Recording], at: number, index: number): Value | null {
  const [one, other] = pair.map(({ statements }) => statements[at]?.values[index]);
  for (let place = at - 1; place >= 0; place -= 1) {
    const [first, second] = pair.map(({ statements }) => statements[place]?.rows[0] ?? {});
    const column = Object.keys(first ?? {}).find(
      (name) => isDeepStrictEqual(first?.[name], one) && isDeepStrictEqual(second?.[name], other),
    );
    if (column !== undefined) return (_brought, answers) => answers[place]?.[0]?.[column];
  }
  return null;
}

/**
 * How a value comes about. What two recordings have in common is the same for every request; the rest was brought by it, or
 * answered by an earlier statement, or is a token, which any other of its length can stand for. Times and sealed bytes stay.
 */
function valueOf(pair: readonly [Recording, Recording], at: number, index: number): Value {
  const [a, b] = pair;
  const [one, other] = [a.statements[at]?.values[index], b.statements[at]?.values[index]];
  if (isDeepStrictEqual(one, other)) return () => one;
  const answered = answeredBy(pair, at, index);
  if (answered) return answered;
  if (typeof one !== 'string') return () => one;
  if (told(one, a.brought, b.brought) === other) return (brought) => told(one, a.brought, brought);
  const isHex = /^[0-9a-f]+$/.test(one);
  return () =>
    randomBytes(one.length)
      .toString(isHex ? 'hex' : 'base64url')
      .slice(0, one.length);
}

type Step = { readonly text: string; readonly name: string | undefined; readonly values: readonly Value[] };

/** Runs the statements of one request. */
export type Replay = (brought: Brought) => Promise<void>;

/**
 * Makes of two recordings of the same request something that runs its statements for any other: each of them, one after the
 * other, what stood between `begin` and `commit` on one connection. The limits have a pool of their own, as in the product.
 * @throws when the two did not send the same statements
 */
export function replayOf(
  pair: readonly [Recording, Recording],
  pools: Record<'site' | 'limits', Pool>,
): Replay {
  const [a, b] = pair.map(({ statements }) => statements.map(({ text }) => text));
  if (!isDeepStrictEqual(a, b)) throw new Error('two requests of a kind did not send the same statements');
  const steps: readonly Step[] = pair[0].statements.map(({ text, name, values }, at) => ({
    text,
    name,
    values: values.map((_, index) => valueOf(pair, at, index)),
  }));
  return async (brought) => {
    const answers: Statement['rows'][] = [];
    let held: PoolClient | undefined;
    try {
      for (const { text, name, values } of steps) {
        if (text === 'begin') held = await pools.site.connect();
        const query = { text, values: values.map((value) => value(brought, answers)), ...(name && { name }) };
        const { rows } = await (name ? pools.limits : (held ?? pools.site)).query(query);
        answers.push(rows);
        if (text === 'commit') {
          held?.release();
          held = undefined;
        }
      }
    } catch (error) {
      // The connection is in the middle of something: nobody may have it again.
      held?.release(true);
      throw error;
    }
  };
}
