import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export async function putFilePart(db: Db, importId: number, part: number, bytes: Uint8Array): Promise<void> {
  await sql`insert into import_file (import_id, part, bytes) values (${importId}, ${part}, ${Buffer.from(bytes)})`.execute(
    db,
  );
}

/** The bytes of a file as they came, a part at a time. */
export async function* filePartsOf(db: Db, importId: number): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part += 1) {
    const { rows } = await sql<{ bytes: Buffer }>`
      select bytes from import_file where import_id = ${importId} and part = ${part}
    `.execute(db);
    const bytes = rows[0]?.bytes;
    if (bytes === undefined) return;
    yield bytes;
  }
}

/** Files of imports that were done, or left lying, a month ago are of no more use. */
export async function forgetOldFiles(db: Db): Promise<void> {
  await sql`
    delete from import_file using import
    where import.id = import_file.import_id and import.created_at < now() - interval '30 days'
  `.execute(db);
}
