import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { ProviderName } from '../intake/feedback-event.ts';

export type SourceRow = {
  readonly provider: ProviderName;
  readonly username: string | null;
  readonly sealedSecret: Buffer | null;
  readonly topics: readonly string[];
  readonly isOn: boolean;
  readonly lastTakenAt: Date | null;
  readonly problem: string | null;
  readonly problemAt: Date | null;
};

const columns = sql`
  provider, username, sealed_secret as "sealedSecret", topics, is_on as "isOn", last_taken_at as "lastTakenAt", problem,
  problem_at as "problemAt"
`;

export async function readSources(db: Db): Promise<readonly SourceRow[]> {
  const { rows } = await sql<SourceRow>`select ${columns} from feedback_source`.execute(db);
  return rows;
}

export async function readSource(db: Db, provider: ProviderName): Promise<SourceRow | null> {
  const { rows } = await sql<SourceRow>`
    select ${columns} from feedback_source where provider = ${provider}
  `.execute(db);
  return rows[0] ?? null;
}

type SourceValues = Pick<SourceRow, 'provider' | 'username' | 'sealedSecret' | 'topics' | 'isOn'>;

/** A secret of null keeps the one that is there. */
export async function writeSource(db: Db, source: SourceValues): Promise<void> {
  await sql`
    insert into feedback_source (provider, username, sealed_secret, topics, is_on)
    values (${source.provider}, ${source.username}, ${source.sealedSecret}, ${[...source.topics]}::text[], ${source.isOn})
    on conflict (provider) do update
    set username = excluded.username, sealed_secret = coalesce(excluded.sealed_secret, feedback_source.sealed_secret),
      topics = excluded.topics, is_on = excluded.is_on, changed_at = now(), problem = null, problem_at = null
  `.execute(db);
}

export async function deleteSource(db: Db, provider: ProviderName): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from feedback_source where provider = ${provider}`.execute(db);
  return numAffectedRows === 1n;
}

/** What became of the newest request, at most once a second for each, so that a flood writes little. */
export async function noteRequest(db: Db, provider: ProviderName, problem: string | null): Promise<void> {
  await (
    problem === null
      ? sql`
          update feedback_source set last_taken_at = now()
          where provider = ${provider} and (last_taken_at is null or last_taken_at < now() - interval '1 second')
        `
      : sql`
          update feedback_source set problem = ${problem}, problem_at = now()
          where provider = ${provider} and (problem_at is null or problem_at < now() - interval '1 second')
        `
  ).execute(db);
}
