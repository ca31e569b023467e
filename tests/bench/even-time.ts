import { addKnownReader } from '../../src/audience/subscribers.ts';
import { parseAddress } from '../../src/delivery/address.ts';
import { findNewsletter } from '../../src/newsletters/newsletter.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { withBenchDatabase } from './bench-database.ts';
import { openSite } from './bench-site.ts';
import { median, rounded } from './median.ts';

type Visit = (address: string) => Promise<void>;

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

/** Each visit from a network of its own, so that no limit is met. */
function visitsOf(base: string): Readonly<Record<string, Visit>> {
  let count = 0;
  const network = () => {
    count += 1;
    return `198.18.${Math.floor(count / 250)}.${1 + (count % 250)}`;
  };
  const post = (path: string, fields: Record<string, string>) =>
    fetch(base + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'X-Forwarded-For': network() },
      body: new URLSearchParams(fields),
    });
  const factsOf = async (page: string) => hidden(await (await fetch(base + page)).text(), 'facts');
  const facts = new Map<string, Promise<string>>();
  const factsAt = async (page: string): Promise<string> => {
    const known = facts.get(page) ?? factsOf(page);
    facts.set(page, known);
    return known;
  };
  return {
    'sign up': async (email) => {
      await post('/signup', {
        email,
        newsletter: 'morning-edition',
        form: 'page',
        facts: await factsAt('/signup'),
      });
    },
    'sign in': async (email) => {
      await post('/account/sign-in', { email, facts: await factsAt('/account') });
    },
  };
}

/** How often one of the first takes longer than one of the second: 0.5 says that time tells nothing. */
function rank(first: readonly number[], second: readonly number[]): number {
  let longer = 0;
  for (const a of first) for (const b of second) longer += a > b ? 1 : a === b ? 0.5 : 0;
  return longer / (first.length * second.length);
}

async function timed(visit: Visit, address: string): Promise<number> {
  const begin = performance.now();
  await visit(address);
  return performance.now() - begin;
}

/**
 * `bench even-time [--visits N]`: whether the time of an answer tells if an address is known (SECURITY S1). Known and unknown
 * addresses take turns; the yardstick of each is the other.
 */
export async function benchEvenTime(args: readonly string[]): Promise<object> {
  const at = args.indexOf('--visits');
  const visits = at === -1 ? 60 : Number(args[at + 1]);
  return withBenchDatabase(async (database) => {
    const { db } = database;
    await addSampleNewsroom(db);
    const newsletter = await findNewsletter(db, { slug: 'morning-edition' });
    const site = await openSite(database);
    const result: Record<string, object> = {};
    try {
      for (const [name, visit] of Object.entries(visitsOf(site.base))) {
        const known: number[] = [];
        const unknown: number[] = [];
        for (let n = -3; n < visits; n += 1) {
          const address = parseAddress(`known-${name.replace(' ', '-')}-${n}@example.test`);
          if (!address) throw new Error('no address');
          await addKnownReader(db, {
            address,
            name: null,
            newsletterIds: [newsletter?.id ?? 0],
            rhythm: null,
            state: 'active',
            words: 'A benchmark',
          });
          const turns = [
            async () => known.push(await timed(visit, address.address)),
            async () => unknown.push(await timed(visit, `un${address.address}`)),
          ];
          for (const turn of n % 2 === 0 ? turns : turns.toReversed()) await turn();
          // The first few warm the machine up.
          if (n < 0) known.length = unknown.length = 0;
        }
        result[name] = {
          visits,
          knownMs: rounded(median(known)),
          unknownMs: rounded(median(unknown)),
          rank: rounded(rank(known, unknown), 3),
        };
      }
    } finally {
      await site.close();
    }
    return result;
  });
}
