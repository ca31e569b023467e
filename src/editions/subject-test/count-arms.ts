import { type VariantCount, countByVariant } from '../../delivery/held-rows.ts';
import { type VariantReactions, countReactionsByVariant } from '../../feedback/reactions/by-variant.ts';
import type { Db } from '../../platform/db.ts';
import { type Arm, arms, firstVariantOf, firstVariantOfRest, variantsAnArm } from './arms.ts';
import type { TestFigures } from './judge.ts';
import type { Decider } from './subject-test.ts';

/** How many readers of one subject there are, and what they did. */
export type ArmCount = {
  readonly readers: number;
  readonly accepted: number;
  readonly clicks: number;
  readonly opens: number;
};

export type ArmCounts = Readonly<Record<Arm | 'rest', ArmCount>>;

const sum = <Line>(lines: readonly Line[], of: (line: Line) => number): number =>
  lines.reduce((all, line) => all + of(line), 0);

function countOf(
  first: number,
  rows: readonly VariantCount[],
  reactions: readonly VariantReactions[],
): ArmCount {
  const isOwn = ({ variant }: { readonly variant: number }): boolean =>
    variant >= first && variant < first + variantsAnArm;
  const own = rows.filter(isOwn);
  const reacted = reactions.filter(isOwn);
  return {
    readers: sum(own, (row) => row.readers),
    accepted: sum(own, (row) => row.accepted),
    clicks: sum(reacted, (row) => row.clicks),
    opens: sum(reacted, (row) => row.opens),
  };
}

/** How both subjects and the rest stand at this moment, in all languages together. */
export async function countArms(db: Db, mailingId: number): Promise<ArmCounts> {
  const [rows, reactions] = await Promise.all([
    countByVariant(db, mailingId),
    countReactionsByVariant(db, mailingId),
  ]);
  const [a, b] = arms.map((arm) => countOf(firstVariantOf(arm), rows, reactions));
  if (!a || !b) throw new Error('a subject test has two arms');
  return { a, b, rest: countOf(firstVariantOfRest, rows, reactions) };
}

/** What the test is decided upon. */
export const figuresOf = ({ a, b }: ArmCounts, decideBy: Decider): TestFigures => ({
  a: { accepted: a.accepted, reacted: a[decideBy] },
  b: { accepted: b.accepted, reacted: b[decideBy] },
});
