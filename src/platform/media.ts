import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { base32 } from './random-tokens.ts';

export type Picture = {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
};

/**
 * Keeps a picture for ever. Its id is a hash of its bytes, so the same picture is kept once and its address never
 * changes meaning.
 * @returns the id, as it stands in `/media/ID`
 */
export async function keepPicture(db: Db, picture: Picture): Promise<string> {
  const id = base32(createHash('sha256').update(picture.bytes).digest().subarray(0, 15));
  await sql`
    insert into media (id, content_type, bytes, width, height)
    values (${id}, ${picture.contentType}, ${picture.bytes}, ${picture.width}, ${picture.height})
    on conflict (id) do nothing
  `.execute(db);
  return id;
}

/** Finds a picture with its bytes by id; null when there is none. */
export async function findPicture(db: Db, id: string): Promise<Picture | null> {
  const { rows } = await sql<Picture>`
    select content_type as "contentType", bytes, width, height from media where id = ${id}
  `.execute(db);
  return rows[0] ?? null;
}

/** Keeps one picture in several widths, the widest first. @returns the id of the widest */
export async function keepPictureInWidths(
  db: Db,
  [widest, ...narrower]: readonly [Picture, ...Picture[]],
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const id = await keepPicture(tx, widest);
    for (const file of narrower) {
      const own = await keepPicture(tx, file);
      await sql`
        update media set narrower_than = ${id} where id = ${own} and id <> ${id} and narrower_than is null
      `.execute(tx);
    }
    return id;
  });
}

export type PictureMeasure = {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The same picture in less width, the narrowest first. */
  readonly narrower: readonly { readonly mediaId: string; readonly width: number }[];
};

/** How large these pictures are; an id without a picture is simply absent. */
export async function measurePictures(db: Db, ids: readonly string[]): Promise<readonly PictureMeasure[]> {
  const { rows } = await sql<PictureMeasure>`
    select id, width, height, coalesce((
        select json_agg(json_build_object('mediaId', small.id, 'width', small.width) order by small.width)
        from media as small where small.narrower_than = media.id), '[]') as narrower
    from media where id = any (${[...ids]}::text[])
  `.execute(db);
  return rows;
}
