import { listSlots } from '../../delivery/mailings.ts';
import { pollSlot } from '../../feedback/polls/poll-link.ts';
import type { Db } from '../../platform/db.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Edition } from '../sql/editions.ts';
import { findPolledEdition } from '../sql/polls.ts';
import type { Check } from './check.ts';

/**
 * The names of polls stand in mails. Two of one name would count as one; and while an edition is being corrected, readers have the
 * old text: its polls stay as they were, or go, and none is added to mails that have no link for it.
 */
export async function checkPolls(
  db: Db,
  { id, blocks, mailingId, correctingSince }: Edition,
): Promise<Check[]> {
  const polls = blocks.flatMap((block, index) => (block.kind === 'poll' ? [{ block, index }] : []));
  const checks: Check[] = polls
    .filter(({ block }, at) => polls.findIndex((other) => other.block.poll === block.poll) < at)
    .map(({ index }) => ({
      severity: 'blocking',
      code: 'poll-twice',
      block: index,
      message: 'A poll is there twice under one name. Remove this one and add a new one.',
    }));
  if (mailingId === null || correctingSince === null || polls.length === 0) return checks;
  const [sent, slots] = await Promise.all([findPolledEdition(db, id), listSlots(db, mailingId)]);
  const hasSlot = slots.some(({ name }) => name === pollSlot);
  for (const { block, index } of polls) {
    const before = sent?.blocks.find((each) => each.kind === 'poll' && each.poll === block.poll);
    const { question, answers } = block;
    const isSame =
      before?.kind === 'poll' &&
      isDeepStrictEqual({ question, answers }, { question: before.question, answers: before.answers });
    if (isSame || (before === undefined && hasSlot)) continue;
    checks.push({
      severity: 'blocking',
      code: 'poll-changed',
      block: index,
      message:
        before === undefined
          ? 'This edition left without a poll, so a correction cannot bring one. Take it out.'
          : 'Readers have this poll already: it stays as it was sent, or goes.',
    });
  }
  return checks;
}
