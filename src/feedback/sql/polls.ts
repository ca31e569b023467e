import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type PollAnswer = {
  readonly editionId: number;
  readonly poll: string;
  readonly recipientId: number;
  /** Its place among the answers, from 1. */
  readonly answer: number;
  readonly words: string;
};

/** Keeps an answer; another one of the same reader takes its place. */
export async function putAnswer(tx: Db, given: PollAnswer): Promise<void> {
  await sql`
    insert into poll_answer (edition_id, poll, recipient_id, answer, words)
    values (${given.editionId}, ${given.poll}, ${given.recipientId}, ${given.answer}, ${given.words})
    on conflict (edition_id, poll, recipient_id)
    do update set answer = excluded.answer, words = excluded.words, answered_at = now()
  `.execute(tx);
}

/** What a reader answered, by its place; null for nothing. */
export async function findAnswer(
  db: Db,
  { editionId, poll, recipientId }: Pick<PollAnswer, 'editionId' | 'poll' | 'recipientId'>,
): Promise<number | null> {
  const { rows } = await sql<{ answer: number }>`
    select answer from poll_answer
    where edition_id = ${editionId} and poll = ${poll} and recipient_id = ${recipientId}
  `.execute(db);
  return rows[0]?.answer ?? null;
}

export type AnswerCount = { readonly poll: string; readonly answer: number; readonly readers: number };

/** How many readers gave which answer to the questions of an edition. */
export async function countAnswers(db: Db, editionId: number): Promise<readonly AnswerCount[]> {
  const { rows } = await sql<AnswerCount>`
    select poll, answer, count(*) as readers from poll_answer where edition_id = ${editionId} group by poll, answer
  `.execute(db);
  return rows;
}

export type GivenAnswer = { readonly poll: string; readonly words: string; readonly answeredAt: Date };

/** Everything a reader answered, for their own copy. */
export async function listAnswersOf(db: Db, recipientId: number): Promise<readonly GivenAnswer[]> {
  const { rows } = await sql<GivenAnswer>`
    select poll, words, answered_at as "answeredAt" from poll_answer
    where recipient_id = ${recipientId} order by answered_at
  `.execute(db);
  return rows;
}

export async function deleteAnswersOf(tx: Db, recipientId: number): Promise<void> {
  await sql`delete from poll_answer where recipient_id = ${recipientId}`.execute(tx);
}
