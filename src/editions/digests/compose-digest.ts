import type { Db } from '../../platform/db.ts';
import { randomId } from '../../platform/random-tokens.ts';
import { type EditionText, insertEdition, rewriteBuilt, setEditionArticles } from '../sql/editions.ts';
import type { DigestRun } from './sql/runs.ts';
import { type Candidate, listCandidates, listStories, setRunStories } from './sql/stories.ts';

/** Who made an edition that nobody made. */
export const builder = 'Doorstep';

/** Each story takes one of the 63 bits of a mask; whole stories that an editor puts in their place take more. */
const mostStories = 40;

/** The stories a run would take if it were built now, the lead first. */
export async function listRunStories(
  db: Db,
  run: DigestRun,
  sectionIds: readonly number[],
  now: Date,
): Promise<readonly Candidate[]> {
  if (run.articleId !== null) return listStories(db, [run.articleId]);
  const until = run.windowEnd < now ? run.windowEnd : now;
  const found = await listCandidates(db, run, { sectionIds, until, limit: mostStories });
  if (run.leadArticleId === null) return found;
  const lead =
    found.find(({ id }) => id === run.leadArticleId) ?? (await listStories(db, [run.leadArticleId]))[0];
  const others = found.filter(({ id }) => id !== run.leadArticleId);
  return lead ? [lead, ...others].slice(0, mostStories) : others;
}

/** What stands behind the subject in an inbox: the stories after the lead. */
function preheaderOf([lead, ...others]: readonly Candidate[]): string {
  if (others.length === 0) return (lead?.dek ?? '').slice(0, 300);
  const titles: string[] = [];
  for (const { title } of others) {
    if ([...titles, title].join(' · ').length > 130) break;
    titles.push(title);
  }
  return `Also: ${(titles.length > 0 ? titles.join(' · ') : (others[0]?.title ?? '')).slice(0, 290)}`;
}

const textOf = (stories: readonly Candidate[]) =>
  ({
    subject: (stories[0]?.title ?? '').slice(0, 250),
    preheader: preheaderOf(stories),
    blocks: stories.map(({ slug }) => ({ kind: 'story-card', article: slug }) as const),
  }) satisfies EditionText;

/** A draft of one card for each story, in the run's rhythm; one the run had already is written anew. Its number is returned. */
export async function composeDigest(tx: Db, run: DigestRun, stories: readonly Candidate[]): Promise<number> {
  const text = textOf(stories);
  const { newsletterId, rhythm } = run;
  if (run.editionId !== null) await rewriteBuilt(tx, run.editionId, text);
  const editionId =
    run.editionId ??
    (await insertEdition(tx, { publicId: randomId(), newsletterId, rhythm, ...text, createdBy: builder }));
  await setEditionArticles(
    tx,
    editionId,
    stories.map(({ slug }) => slug),
  );
  await setRunStories(
    tx,
    run.id,
    stories.map(({ id }) => id),
  );
  return editionId;
}
