import { z } from 'zod';

const wrappedKey = z.object({ id: z.int(), sealed: z.base64() });

/** What stands first: enough to say whether this program, this secret and this database fit, before anything is touched. */
export const archiveHeader = z.object({
  /** Of the product that made it. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  /** `18.4`, for a person. */
  postgres: z.string(),
  /** All that had run, oldest first. */
  migrations: z.array(z.string()).min(1),
  /** The key ring as it lies in the database: wrapped with APP_SECRET. */
  keys: z.array(wrappedKey).min(1),
  /** Parts of tables that are kept by the month: made by the running product, so no migration makes them again. */
  // The bounds go into a statement as they are, so nothing but two moments, or no beginning and one, may stand in them.
  parts: z
    .array(
      z.object({
        table: z.string(),
        name: z.string(),
        bounds: z.string().regex(/^FOR VALUES FROM \((?:'[\d :+-]+'|MINVALUE)\) TO \('[\d :+-]+'\)$/),
      }),
    )
    .default([]),
});
export type ArchiveHeader = z.infer<typeof archiveHeader>;

export const tableFrame = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });
export const tableEndFrame = z.object({ rows: z.int(), bytes: z.int() });
export const sequencesFrame = z.array(z.object({ name: z.string(), position: z.string().regex(/^\d+$/) }));

/** The end: SHA-256 over all frames before it, and that hash under a key of the ring, so that nobody else can make one. */
export const endFrame = z.object({ tables: z.int(), rows: z.int(), sha256: z.string(), mac: z.base64() });

export type ArchiveSummary = {
  readonly header: ArchiveHeader;
  readonly tables: number;
  readonly rows: number;
};
