import {
  type DeliveryLine,
  type DeliveryQuery,
  type MailingProgress,
  type Receipt,
  countUndecided,
  listDeliveries,
  readProgress,
  readReceipt,
} from '../delivery/receipt.ts';
import type { Db } from '../platform/db.ts';
import { findEditionBy } from './sql/editions.ts';
import { listPublicIds } from './sql/readers.ts';
import { type Arm, armOf } from './subject-test/arms.ts';
import { findTest } from './subject-test/sql.ts';

const mailingOf = async (db: Db, publicId: string): Promise<number | null> =>
  (await findEditionBy(db, { publicId }))?.mailingId ?? null;

/** Where a released edition stands; null for a draft or an unknown one. */
export async function followEdition(db: Db, publicId: string): Promise<MailingProgress | null> {
  const mailingId = await mailingOf(db, publicId);
  return mailingId === null ? null : readProgress(db, mailingId);
}

/** The account of a released edition: audience = the sum of its eight outcomes; null for a draft. */
export async function readEditionReceipt(db: Db, publicId: string): Promise<Receipt | null> {
  const mailingId = await mailingOf(db, publicId);
  return mailingId === null ? null : readReceipt(db, mailingId);
}

/** How many of its readers are in doubt and wait for a person's word; 0 for a draft. */
export async function countEditionDoubts(db: Db, publicId: string): Promise<number> {
  const mailingId = await mailingOf(db, publicId);
  return mailingId === null ? 0 : countUndecided(db, mailingId);
}

export type EditionDelivery = DeliveryLine & {
  /** Which of two subjects is theirs; null where one goes to all, and for the rest before it is decided. */
  readonly subject: Arm | null;
};

/** Its readers with their outcomes; empty for a draft. */
export async function listEditionDeliveries(
  db: Db,
  publicId: string,
  query: DeliveryQuery,
): Promise<readonly EditionDelivery[]> {
  const mailingId = await mailingOf(db, publicId);
  if (mailingId === null) return [];
  const [lines, test] = await Promise.all([listDeliveries(db, mailingId, query), findTest(db, mailingId)]);
  return lines.map((line) => ({ ...line, subject: test && (armOf(line.variant) ?? test.winner) }));
}

export type EditionReader = EditionDelivery & {
  /** Null when the reader was erased since. */
  readonly readerId: string | null;
};

/** The same with the public id of each reader, for a link to their page. */
export async function listEditionReaders(
  db: Db,
  publicId: string,
  query: DeliveryQuery,
): Promise<readonly EditionReader[]> {
  const lines = await listEditionDeliveries(db, publicId, query);
  const ids = await listPublicIds(
    db,
    lines.flatMap(({ recipientId }) => recipientId ?? []),
  );
  return lines.map((line) => ({ ...line, readerId: ids.get(line.recipientId ?? 0) ?? null }));
}
