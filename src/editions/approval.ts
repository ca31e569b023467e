import { createHash } from 'node:crypto';
import { findNewsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { whyNoMail } from './broken-template.ts';
import type { Check } from './checks/check.ts';
import { isOpenForChange } from './editions.ts';
import { renderForMailing } from './render-edition.ts';
import { clearApproval, setApproved, setHandedIn } from './sql/approval.ts';
import { type Edition, findEditionBy } from './sql/editions.ts';

/** A member of staff who hands in or approves. */
export type Approver = { readonly name: string; readonly staffId: number };

export type ApprovalOutcome =
  | { readonly kind: 'done' | 'no-change' | 'missing' }
  /** The text is not the one somebody read. */
  | { readonly kind: 'changed' }
  /** They wrote it, or handed it in: the second person is somebody else. */
  | { readonly kind: 'own-text' };

/** Any moment will do: it only has to be the same one for both sides of a comparison. */
const noDay = new Date(0);

/** What the readers of an edition get, as a hash: text, stories, look, and who sees which part. */
async function hashText(db: Db, publicUrl: string, edition: Edition): Promise<string> {
  const { content, gates } = await renderForMailing(db, publicUrl, edition, noDay);
  const seenBy = gates.map(({ leastRank, belowRank = null, unlessHas }) => [
    leastRank,
    belowRank,
    unlessHas?.id ?? null,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([content, seenBy, ...(edition.subjectTest ? [edition.subjectTest] : [])]))
    .digest('hex');
}

async function change(
  db: Db,
  { publicId, version }: { readonly publicId: string; readonly version: number },
  act: (tx: Db, edition: Edition) => Promise<ApprovalOutcome['kind']>,
): Promise<ApprovalOutcome> {
  return db.transaction().execute(async (tx) => {
    const edition = await findEditionBy(tx, { publicId }, { forUpdate: true });
    if (!edition) return { kind: 'missing' };
    if (!isOpenForChange(edition)) return { kind: 'no-change' };
    if (edition.version !== version) return { kind: 'changed' };
    return { kind: await act(tx, edition) };
  });
}

/** Says that an edition is finished and waits for a second person. */
export const handIn = (
  db: Db,
  of: { readonly publicId: string; readonly version: number },
  by: Approver,
): Promise<ApprovalOutcome> =>
  change(db, of, async (tx, { id, handedInAt }) => {
    if (handedInAt !== null) return 'no-change';
    await setHandedIn(tx, id, by);
    return 'done';
  });

/** Gives an edition back to whoever wrote it: it is neither handed in nor approved any more. */
export const giveBack = (
  db: Db,
  of: { readonly publicId: string; readonly version: number },
): Promise<ApprovalOutcome> =>
  change(db, of, async (tx, { id, handedInAt }) => {
    if (handedInAt === null) return 'no-change';
    await clearApproval(tx, id);
    return 'done';
  });

/** Whether somebody is not the second person for this text. */
export const isOwnText = ({ textById, handedInById }: Edition, staffId: number): boolean =>
  textById === staffId || handedInById === staffId;

/** Approves a text in a transaction in which its edition is locked. An automatic one is handed in by being built. */
export async function approveText(
  tx: Db,
  publicUrl: string,
  edition: Edition,
  by: Approver,
): Promise<'done' | 'no-change' | 'own-text'> {
  if (edition.handedInAt === null && edition.rhythm === null) return 'no-change';
  if (isOwnText(edition, by.staffId)) return 'own-text';
  if ((await whyNoMail(tx, edition)) !== null) return 'no-change';
  const text = await hashText(tx, publicUrl, edition);
  await setApproved(tx, edition.id, { by: by.name, version: edition.version, text });
  return 'done';
}

/** A second person says yes to the text they read. */
export const approveEdition = (
  db: Db,
  publicUrl: string,
  of: { readonly publicId: string; readonly version: number },
  by: Approver,
): Promise<ApprovalOutcome> => change(db, of, (tx, edition) => approveText(tx, publicUrl, edition, by));

const blocking = (code: string, message: string): readonly Check[] => [
  { severity: 'blocking', code, message },
];

/**
 * Whether an edition may leave as far as a second person is concerned: an empty list means yes. What was built by itself and
 * nobody touched leaves by its timetable alone, where that was set so.
 */
export async function checkApproval(
  db: Db,
  publicUrl: string,
  edition: Edition,
  { byTimetable = false }: { readonly byTimetable?: boolean | undefined } = {},
): Promise<readonly Check[]> {
  const newsletter = await findNewsletter(db, { id: edition.newsletterId });
  if (!newsletter?.needsApproval) return [];
  if (byTimetable && edition.rhythm !== null && edition.textBy === null) return [];
  const noMail = await whyNoMail(db, edition);
  if (noMail !== null) return blocking('template-broken', noMail);
  if (edition.approvedVersion !== edition.version) {
    return blocking(
      'not-approved',
      edition.handedInAt === null && edition.rhythm === null
        ? `${newsletter.name} asks for a second person: hand the edition in, and let somebody else approve it.`
        : `${newsletter.name} asks for a second person, and nobody has approved this text yet.`,
    );
  }
  if (edition.approvedText !== (await hashText(db, publicUrl, edition))) {
    return blocking(
      'approval-overtaken',
      'What readers would get has changed since it was approved, such as a story or the look. It has to be approved again.',
    );
  }
  return [];
}
