import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** Opens a released edition for a correction and keeps its text as it was sent; one that is open stays as it is. */
export async function beginCorrecting(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set correcting_since = now(),
      sent_text = jsonb_build_object(
        'subject', subject, 'preheader', preheader, 'blocks', blocks, 'subjectTest', subject_test)
    where id = ${editionId} and correcting_since is null
  `.execute(tx);
}

/** Ends a correction that was sent. */
export async function endCorrecting(tx: Db, editionId: number): Promise<void> {
  await sql`update edition set correcting_since = null, sent_text = null where id = ${editionId}`.execute(tx);
}

/** Ends a correction that nobody wanted: the text is again the one that was sent. */
export async function dropCorrection(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set subject = sent_text ->> 'subject', preheader = sent_text ->> 'preheader',
      blocks = sent_text -> 'blocks', subject_test = nullif(sent_text -> 'subjectTest', 'null'), version = version + 1, correcting_since = null, sent_text = null
    where id = ${editionId} and sent_text is not null
  `.execute(tx);
}
