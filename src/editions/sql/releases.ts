import { sql } from 'kysely';
import { freezeLeadSeconds } from '../../delivery/freeze-lead.ts';
import type { Db } from '../../platform/db.ts';

export async function setRelease(
  tx: Db,
  editionId: number,
  release: { mailingId: number; releaseKey: string; releasedBy: string; noticeTo: string | null },
): Promise<void> {
  await sql`
    update edition set mailing_id = ${release.mailingId}, release_key = ${release.releaseKey},
      released_by = ${release.releasedBy}, released_at = now(), notice_to = ${release.noticeTo}, noticed = null, taken_back = null,
      look = (select newsletter.look from newsletter where newsletter.id = edition.newsletter_id),
      template_version = (
        select newsletter_template.version from newsletter_template
        where newsletter_template.newsletter_id = edition.newsletter_id and newsletter_template.is_in_force
      )
    where id = ${editionId}
  `.execute(tx);
}

/**
 * The edition is a draft again; its key stays, so that it never counts a second time.
 * @param reason why it came back by itself; null where a person wanted it
 */
export async function takeReleaseBack(
  tx: Db,
  editionId: number,
  reason: string | null = null,
): Promise<void> {
  await sql`
    update edition set mailing_id = null, released_by = null, released_at = null, look = null, template_version = null,
      taken_back = ${reason}
    where id = ${editionId}
  `.execute(tx);
}

export async function isKeyUsed(tx: Db, editionId: number, releaseKey: string): Promise<boolean> {
  const { rows } = await sql`
    select from edition where id = ${editionId} and release_key = ${releaseKey}
  `.execute(tx);
  return rows.length > 0;
}

export async function isPaused(tx: Db, mailingId: number): Promise<boolean> {
  const { rows } = await sql`select from mailing where id = ${mailingId} and state = 'paused'`.execute(tx);
  return rows.length > 0;
}

export type DueRelease = {
  readonly mailingId: number;
  /** How long ago it might have left, for one of which nothing is frozen yet; 0 while its moment is to come. */
  readonly lateSeconds: number;
};

/** Editions whose audience is to be frozen now: work for a build worker, also after a crash. */
export async function listDueReleases(db: Db): Promise<readonly DueRelease[]> {
  const { rows } = await sql<DueRelease>`
    select mailing.id as "mailingId", case when freeze_cursor = 0
      then greatest(0, extract(epoch from now() - release_at))::double precision else 0 end as "lateSeconds"
    from mailing join edition on edition.mailing_id = mailing.id
    where mailing.state = 'freezing' and release_at <= now() + make_interval(secs => ${freezeLeadSeconds})
    order by mailing.priority, mailing.id
  `.execute(db);
  return rows;
}

/** Editions whose audience is not frozen yet, those that leave in days too. */
export async function listFreezing(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ mailingId: number }>`
    select mailing.id as "mailingId" from mailing join edition on edition.mailing_id = mailing.id
    where mailing.state = 'freezing' order by mailing.priority, mailing.id
  `.execute(db);
  return rows.map((row) => row.mailingId);
}
