import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { SignUpSetting } from './sign-up-setting.ts';

/** The stricter path holds so long after the flood was last seen. */
const holdMinutes = 30;

export type Alarm = {
  readonly startedAt: Date;
  readonly endsAt: Date;
  /** The most confirmations that were asked for within ten minutes. */
  readonly asked: number;
  /** What ten minutes of the week before had on average. */
  readonly usual: number;
};

/** The alarm that holds now; null when all is calm. */
export async function findAlarm(db: Db): Promise<Alarm | null> {
  const { rows } = await sql<Alarm>`
    select started_at as "startedAt", ends_at as "endsAt", asked, usual from signup_alarm
    where ends_at > now() order by ends_at desc limit 1
  `.execute(db);
  return rows[0] ?? null;
}

type Standing = { readonly asked: number; readonly isHeld: boolean; readonly isFresh: boolean };

/** How many confirmations ten minutes had, and whether an alarm holds; a fresh one needs no second look for a minute. */
async function readStanding(db: Db): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select (select count(*) from asked_mail where kind = 'confirmation' and sent_at > now() - interval '10 minutes') as asked,
      coalesce(bool_or(true), false) as "isHeld",
      coalesce(bool_or(extended_at > now() - interval '1 minute'), false) as "isFresh"
    from signup_alarm where ends_at > now()
  `.execute(db);
  return rows[0] ?? { asked: 0, isHeld: false, isFresh: false };
}

async function readUsual(db: Db): Promise<number> {
  const { rows } = await sql<{ usual: number }>`
    select ceil(count(*) / (7 * 144.0))::integer as usual from asked_mail
    where kind = 'confirmation' and sent_at between now() - interval '7 days' and now() - interval '10 minutes'
  `.execute(db);
  return rows[0]?.usual ?? 0;
}

/** Raises the alarm, or holds it longer. Two processes that notice at once make one. */
async function raise(db: Db, asked: number, usual: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${0x51a7})`.execute(tx);
    const { numAffectedRows } = await sql`
      update signup_alarm set extended_at = now(), ends_at = now() + make_interval(mins => ${holdMinutes}),
        asked = greatest(asked, ${asked})
      where ends_at > now()
    `.execute(tx);
    if (numAffectedRows === 0n)
      await sql`
        insert into signup_alarm (ends_at, asked, usual)
        values (now() + make_interval(mins => ${holdMinutes}), ${asked}, ${usual})
      `.execute(tx);
  });
}

/**
 * The breaker: says whether sign-ups are to take the stricter path now, and raises the alarm when more confirmations were
 * asked for within ten minutes than the floor allows and the usual makes likely.
 */
export async function isAlarmed(
  db: Db,
  { alarmFloor, alarmTimes }: Pick<SignUpSetting, 'alarmFloor' | 'alarmTimes'>,
): Promise<boolean> {
  const { asked, isHeld, isFresh } = await readStanding(db);
  if (asked < alarmFloor || isFresh) return isHeld;
  const usual = await readUsual(db);
  if (asked < usual * alarmTimes) return isHeld;
  await raise(db, asked, usual);
  return true;
}
