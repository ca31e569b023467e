import { Agent, request as ask } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import express, { Router } from 'express';
import { sql } from 'kysely';
import { readSignUpSetting, saveSignUpSetting } from '../../src/audience/guard/sign-up-setting.ts';
import type { Db } from '../../src/platform/db.ts';
import { openPool } from '../../src/platform/open-pool.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { type BenchSite, openSite } from './bench-site.ts';
import { median, rounded } from './median.ts';
import { type Brought, type Replay, recordStatements, replayOf } from './recorded-statements.ts';

const story = 'last-ferry-stays-by-a-single-vote';
const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' };

/** So many at once that the 300 ms of an even answer (SECURITY S1) do not hold the rate down: it tells of work, not of waiting. */
const crowd = 256;
/** A busy morning: what a reader waits. */
const few = 8;

let readers = 0;

/** A reader nobody knows, from a network nobody else comes from: no limit is met. */
function nextReader(): Brought {
  readers += 1;
  const network = `10.${Math.floor(readers / 62_500)}.${Math.floor(readers / 250) % 250}.${1 + (readers % 250)}`;
  return { address: `newcomer-${readers}@example.test`, network };
}

/** A yardstick that listens before it is known what it has to run. */
function createBareRoute() {
  let run: Replay = () => Promise.reject(new Error('nothing was recorded yet'));
  const route = Router().post(
    '/bare',
    express.urlencoded({ extended: false, limit: '16kb' }),
    async (request, response) => {
      const { email } = request.body as { readonly email: string };
      await run({ address: email, network: request.get('x-forwarded-for') ?? '' });
      response.redirect(303, '/signup/check-your-mail');
    },
  );
  return {
    route,
    learn: (replay: Replay) => {
      run = replay;
    },
  };
}

type Form = { readonly port: number; readonly path: string; readonly facts: string };

/** Presses the button of the box in a story. */
const post = (agent: Agent, { port, path, facts }: Form, { address, network }: Brought): Promise<void> =>
  new Promise((resolve, reject) => {
    const options = { agent, port, path, host: '127.0.0.1', method: 'POST' };
    ask({ ...options, headers: { ...headers, 'X-Forwarded-For': network } }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 303) resolve();
        else reject(new Error(`${path} answered ${response.statusCode}`));
      });
    })
      .on('error', reject)
      .end(
        new URLSearchParams({
          email: address,
          newsletter: 'morning-edition',
          form: 'article',
          article: story,
          facts,
        }).toString(),
      );
  });

type Load = { readonly posts: number; readonly atOnce: number };

/** Signs so many readers up. @returns sign-ups a second, and how long each took in milliseconds */
async function signUpAll(form: Form, { posts, atOnce }: Load): Promise<{ rate: number; took: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const took: number[] = [];
  let left = posts;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const begun = performance.now();
      await post(agent, form, nextReader());
      took.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  agent.destroy();
  return { rate: posts / ((performance.now() - begun) / 1000), took };
}

/** As if hours had passed: the limit of the whole site and the alarm count from nought, for one as for the other. */
const calmDown = (db: Db) => sql`truncate rate_limit, asked_mail`.execute(db);

/** Its box may be sent at once, and no crowd is an alarm; everything else is as a newsroom finds it. */
async function openForm({ db }: BenchDatabase, site: BenchSite): Promise<Form> {
  await saveSignUpSetting(db, { ...(await readSignUpSetting(db)), alarmFloor: 100_000 });
  const page = await (await fetch(`${site.base}/articles/${story}`)).text();
  const facts = /name="facts" value="([^"]*)"/.exec(page)?.[1];
  if (facts === undefined) throw new Error('the story has no box');
  await setTimeout(1000 * (await readSignUpSetting(db)).leastSeconds);
  return { port: site.port, path: '/signup', facts };
}

async function recordSignUp(form: Form) {
  const agent = new Agent();
  const reader = nextReader();
  return recordStatements(reader, () => post(agent, form, reader));
}

async function countMails(db: Db): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    select count(*) as mails from delivery join delivery_body on delivery_id = delivery.id
    where address_key like 'newcomer-%'
  `.execute(db);
  return rows[0]?.mails ?? 0;
}

const share = (figures: readonly number[], part: number): number =>
  rounded(figures.toSorted((a, b) => a - b)[Math.floor(figures.length * part)] ?? 0, 1);

/**
 * `bench signup [--posts N] [--rounds N]`: readers who sign up in a story, each new and each with a confirmation queued, beside
 * a bare route on the same server that runs the same statements, in turns. The statements are not written down here: the
 * driver is listened to while two readers sign up, and the route runs what was heard, with a pool of the same size. What it
 * spares is the product: reading the form, the rules, writing, sealing and signing the mail.
 *
 * `p50` and `p95` are what a reader waits among eight, of which 300 ms are on purpose; `bareP50` knows no such wait.
 * @param args `--posts N` (1000 a round), `--rounds N` (5)
 */
export async function benchSignUp(args: readonly string[]): Promise<object> {
  const option = (name: string, usual: number): number => {
    const at = args.indexOf(`--${name}`);
    return at === -1 ? usual : Number(args[at + 1]);
  };
  const [posts, rounds] = [option('posts', 1000), option('rounds', 5)];
  return withBenchDatabase(async (database) => {
    const { db, url } = database;
    await addSampleNewsroom(db);
    const bareRoute = createBareRoute();
    const site = await openSite(database, bareRoute.route);
    const pools = {
      site: openPool({ connectionString: url, max: 10 }),
      limits: openPool({ connectionString: url, max: 4 }),
    };
    try {
      const form = await openForm(database, site);
      const bare = { ...form, path: '/bare' };
      await signUpAll(form, { posts: 50, atOnce: few });
      const pair = [await recordSignUp(form), await recordSignUp(form)] as const;
      bareRoute.learn(replayOf(pair, pools));
      await signUpAll(bare, { posts: 50, atOnce: few });

      const rates: { product: number; bare: number }[] = [];
      console.log('round       bare   doorstep  ratio');
      for (let n = 1; n <= rounds; n += 1) {
        await calmDown(db);
        const yardstick = (await signUpAll(bare, { posts, atOnce: crowd })).rate;
        await calmDown(db);
        const { rate } = await signUpAll(form, { posts, atOnce: crowd });
        rates.push({ product: rate, bare: yardstick });
        console.log(
          `${n}      ${yardstick.toFixed(0)}/s      ${rate.toFixed(0)}/s     ${(rate / yardstick).toFixed(2)}`,
        );
      }
      await calmDown(db);
      const calm = {
        product: (await signUpAll(form, { posts: 200, atOnce: few })).took,
        bare: (await signUpAll(bare, { posts: 200, atOnce: few })).took,
      };
      const mails = await countMails(db);
      if (mails !== readers) throw new Error(`${readers} readers signed up and ${mails} mails were queued`);
      return {
        posts,
        rounds,
        statements: pair[0].statements.length,
        rate: rounded(median(rates.map(({ product }) => product)), 0),
        bareRate: rounded(median(rates.map(({ bare: yardstick }) => yardstick)), 0),
        ratio: rounded(median(rates.map(({ product, bare: yardstick }) => product / yardstick))),
        p50: share(calm.product, 0.5),
        p95: share(calm.product, 0.95),
        bareP50: share(calm.bare, 0.5),
        bareP95: share(calm.bare, 0.95),
      };
    } finally {
      await site.close();
      await pools.site.end();
      await pools.limits.end();
    }
  });
}
