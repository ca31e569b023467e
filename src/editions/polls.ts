import { countAnswers, findAnswer, putAnswer } from '../feedback/polls/poll-answers.ts';
import { type PollReader, readPollLink } from '../feedback/polls/poll-link.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { answersOf } from './block-parts.ts';
import type { EditionBlock } from './edition-block.ts';
import { type PolledEdition, findPolledEdition, holdReader } from './sql/polls.ts';

/** A question, and what readers answered so far. */
export type PollResult = {
  readonly poll: string;
  readonly question: string;
  readonly answers: ReadonlyArray<{
    readonly place: number;
    readonly words: string;
    readonly readers: number;
  }>;
  readonly readers: number;
};

/** A question as one reader meets it. */
export type AskedPoll = PollResult & {
  readonly edition: Pick<PolledEdition, 'id' | 'subject'>;
  readonly reader: PollReader;
  /** What this reader answered, by its place; null for nothing yet. */
  readonly given: number | null;
};

type Poll = Extract<EditionBlock, { kind: 'poll' }>;

const pollsOf = ({ blocks }: Pick<PolledEdition, 'blocks'>): readonly Poll[] =>
  blocks.filter((block): block is Poll => block.kind === 'poll');

async function readResults(
  db: Db,
  editionId: number,
  polls: readonly Poll[],
): Promise<readonly PollResult[]> {
  const counts = await countAnswers(db, editionId);
  return polls.map((block) => {
    const answers = answersOf(block).map(({ place, words }) => ({
      place,
      words,
      readers: counts.find(({ poll, answer }) => poll === block.poll && answer === place)?.readers ?? 0,
    }));
    const readers = answers.reduce((sum, answer) => sum + answer.readers, 0);
    return { poll: block.poll, question: block.question, answers, readers };
  });
}

/** What the readers of an edition answered, question by question. */
export const listPollResults = (
  db: Db,
  edition: Pick<PolledEdition, 'id' | 'blocks'>,
): Promise<readonly PollResult[]> => readResults(db, edition.id, pollsOf(edition));

/** The question behind the link in a reader's mail; null for a wrong link. Looking changes nothing. */
export async function findPoll(
  db: Db,
  keys: KeyRing,
  token: string,
  poll: string,
): Promise<AskedPoll | null> {
  const reader = readPollLink(keys, token);
  const edition = reader && (await findPolledEdition(db, reader.editionId));
  const asked = edition && pollsOf(edition).find((each) => each.poll === poll);
  if (!reader || !edition || !asked) return null;
  const [result] = await readResults(db, edition.id, [asked]);
  if (!result) return null;
  return { ...result, edition, reader, given: await findAnswer(db, { ...reader, poll }) };
}

/** Counts a reader's answer, or changes it. False for an answer that is not offered, and for a reader who is gone. */
export async function answerPoll(db: Db, asked: AskedPoll, place: number): Promise<boolean> {
  const { poll, reader } = asked;
  const words = asked.answers.find((answer) => answer.place === place)?.words;
  if (words === undefined) return false;
  return db.transaction().execute(async (tx) => {
    if (!(await holdReader(tx, reader.recipientId))) return false;
    await putAnswer(tx, { ...reader, poll, answer: place, words });
    return true;
  });
}
