import {
  type DeliveryLine,
  type DeliveryQuery,
  type MailingProgress,
  type Receipt,
  listDeliveries,
  readProgress,
  readReceipt,
} from '../delivery/receipt.ts';
import type { Db } from '../platform/db.ts';
import { findEditionBy } from './sql.ts';

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

/** Its readers with their outcomes; empty for a draft. */
export async function listEditionDeliveries(
  db: Db,
  publicId: string,
  query: DeliveryQuery,
): Promise<readonly DeliveryLine[]> {
  const mailingId = await mailingOf(db, publicId);
  return mailingId === null ? [] : listDeliveries(db, mailingId, query);
}
