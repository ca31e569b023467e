import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/**
 * Asks the server for one row before anything is built on it.
 * @throws with the variable and the server's own words, so that a wrong address is one line and no stack trace
 */
export async function checkDatabase(db: Db, databaseUrl: string): Promise<void> {
  try {
    await sql`select 1`.execute(db);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `DATABASE_URL names ${new URL(databaseUrl).host}: the database does not let us in (${reason})`,
      {
        cause,
      },
    );
  }
}
