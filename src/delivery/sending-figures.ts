import type { Db } from '../platform/db.ts';
import {
  type DueChunks,
  type HeldLane,
  type MailingFigures,
  type SenderTotals,
  countMailings,
  countOpenDoubts,
  listDueChunks,
  listHeldLanes,
  sumSenders,
} from './sql/figures.ts';

/** How sending stands, for a monitor: cheap at any size, since nothing here counts mails one by one. */
export type SendingFigures = {
  readonly senders: SenderTotals;
  readonly due: readonly DueChunks[];
  readonly openDoubts: number;
  readonly mailings: MailingFigures;
  readonly held: readonly HeldLane[];
};

/** Reads all of it at this moment; one statement after the other, so that a monitor takes one connection. */
export async function readSendingFigures(db: Db): Promise<SendingFigures> {
  const senders = await sumSenders(db);
  const due = await listDueChunks(db);
  const openDoubts = await countOpenDoubts(db);
  const mailings = await countMailings(db);
  return { senders, due, openDoubts, mailings, held: await listHeldLanes(db) };
}
