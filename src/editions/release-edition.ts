import {
  type BulkMailing,
  createMailing,
  decideDoubts,
  pauseMailing,
  resumeMailing,
  stopMailing,
  undoMailing,
} from '../delivery/mailings.ts';
import { tokenPurposes, allNewsletters } from '../audience/reader-links.ts';
import { pollSlotOf } from '../feedback/polls/poll-link.ts';
import { trackingSlots } from '../feedback/reactions/reaction-links.ts';
import { type Newsletter, findNewsletter, listIdOf } from '../newsletters/newsletter.ts';
import { type Publication, readPublication, senderOf } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { isFarAhead } from '../platform/wall-time.ts';
import { recordAct } from '../staff/audit.ts';
import { checkApproval } from './approval.ts';
import { type Check, checkEdition, isBlocked } from './check-edition.ts';
import { findQuietEnd } from './quiet-hours.ts';
import { editionSlots } from './render-edition.ts';
import { dropCorrection } from './sql/corrections.ts';
import { type Edition, findEditionBy } from './sql/editions.ts';
import { isKeyUsed, setRelease, takeReleaseBack } from './sql/releases.ts';
import { firstVariantOfRest } from './subject-test/arms.ts';
import { endTest } from './subject-test/decide.ts';
import { insertTest } from './subject-test/sql.ts';

export type Release = {
  readonly publicId: string;
  /** One-time key of the form or request: the same key again is the same release. */
  readonly releaseKey: string;
  readonly releasedBy: string;
  /** Who hears of its end by mail. */
  readonly noticeTo?: string | undefined;
  /** The version somebody read before they let it go; absent: whatever it is now. */
  readonly version?: number | undefined;
  /** The newsletter's own unless told; 0 sends at once. */
  readonly undoSeconds?: number | undefined;
  /** Nobody looked at it before it left: it says so to other machines (RFC 3834). */
  readonly isUnread?: boolean | undefined;
  /** Its timetable lets it go, not a person: the trail of its run tells of it. */
  readonly byTimetable?: boolean | undefined;
  /** Why it cannot wait: it goes before digests and in spite of quiet hours. Kept in the trail. */
  readonly reason?: string | undefined;
  /** Not before this moment; as soon as the undo window is over unless told. */
  readonly leavesAt?: Date | undefined;
  /** The present moment unless told. */
  readonly now?: Date | undefined;
  /** Goes before digests. */
  readonly isBreaking?: boolean | undefined;
};

export type ReleaseOutcome =
  | {
      readonly kind: 'released';
      readonly mailingId: number;
      readonly undoSeconds: number;
      /** The moment it was given or the end of the quiet hours, where it waits for one of them. */
      readonly heldUntil: Date | null;
    }
  | { readonly kind: 'released-already'; readonly releasedBy: string; readonly releasedAt: Date }
  | { readonly kind: 'blocked'; readonly checks: readonly Check[] }
  | { readonly kind: 'missing' };

const blockedBy = (code: string, message: string): ReleaseOutcome => ({
  kind: 'blocked',
  checks: [{ severity: 'blocking', code, message }],
});

export type EditionSetting = { readonly keys: KeyRing; readonly publicUrl: string };

const mailingOf = (
  publication: Publication,
  newsletter: Newsletter,
  publicUrl: string,
  edition: Edition,
  { undoSeconds, isUnread, isBreaking }: Pick<BulkMailing, 'undoSeconds'> & Partial<Release>,
): BulkMailing => ({
  kind: 'edition',
  priority: isBreaking === true ? 3 : 4,
  suppressionScopes: ['everything', 'bulk', `newsletter:${newsletter.id}`],
  sender: senderOf(publication, newsletter),
  list: { id: listIdOf(publication, newsletter), name: newsletter.name },
  unsubscribeSlot: editionSlots.unsubscribe,
  slots: [
    { name: editionSlots.greeting, kind: 'field', position: 0 },
    {
      name: editionSlots.unsubscribe,
      kind: 'link',
      base: `${publicUrl}/unsubscribe/`,
      purpose: tokenPurposes.unsubscribe,
      ref: newsletter.id,
    },
    {
      name: editionSlots.preferences,
      kind: 'link',
      base: `${publicUrl}/preferences/`,
      purpose: tokenPurposes.preferences,
      ref: allNewsletters,
    },
    ...(edition.blocks.some(({ kind }) => kind === 'poll') ? [pollSlotOf(publicUrl, edition.id)] : []),
    ...trackingSlots(publicUrl, { clicks: newsletter.tracksClicks, opens: newsletter.tracksOpens }),
  ],
  isAutoSubmitted: isUnread ?? false,
  undoSeconds,
  heldFromVariant: edition.subjectTest === null ? undefined : firstVariantOfRest,
});

function recordRelease(tx: Db, { publicId, releasedBy, leavesAt }: Release, reason: string): Promise<void> {
  const plain = leavesAt ? 'gave an edition its time to leave' : 'released an edition';
  return recordAct(tx, {
    actor: releasedBy,
    action: reason === '' ? plain : 'released an edition as breaking news',
    object: `edition ${publicId}`,
    details: { ...(reason !== '' && { reason }), ...(leavesAt && { leavesAt: leavesAt.toISOString() }) },
  });
}

/**
 * Lets an edition go, now or at a moment: its mailing begins, and until it leaves it can be taken back. A double click, a reload
 * and a second editor all find the first release. The caller rings `release`, so that a build worker renders it and freezes the audience.
 */
export async function releaseEdition(
  db: Db,
  setting: EditionSetting,
  release: Release,
): Promise<ReleaseOutcome> {
  const draft = await findEditionBy(db, { publicId: release.publicId });
  if (!draft) return { kind: 'missing' };
  const now = release.now ?? new Date();
  const { leavesAt = now } = release;
  if (draft.mailingId === null) {
    if (leavesAt < now) return blockedBy('time-over', 'The moment it was to leave at is over.');
    if (isFarAhead(leavesAt, now))
      return blockedBy('time-far', 'The moment it is to leave at is more than a year away.');
    const checks = await checkEdition(db, setting.publicUrl, draft);
    if (isBlocked(checks)) return { kind: 'blocked', checks };
    const approval = await checkApproval(db, setting.publicUrl, draft, release);
    if (isBlocked(approval)) return { kind: 'blocked', checks: approval };
  }
  const publication = await readPublication(db);
  const newsletter = await findNewsletter(db, { id: draft.newsletterId });
  if (!newsletter) return { kind: 'missing' };
  const reason = release.reason?.trim() ?? '';
  // A digest looks at its own clock before it comes here.
  const isHasty = release.byTimetable === true || reason !== '';
  const quietEnd = isHasty ? null : await findQuietEnd(db, newsletter.id, publication, leavesAt);
  const heldUntil = quietEnd ?? (leavesAt > now ? leavesAt : null);
  const undoSeconds = Math.max(
    release.undoSeconds ?? newsletter.undoSeconds,
    heldUntil === null ? 0 : Math.ceil((heldUntil.getTime() - now.getTime()) / 1000),
  );

  return db.transaction().execute(async (tx) => {
    const edition = await findEditionBy(tx, { publicId: release.publicId }, { forUpdate: true });
    if (!edition) return { kind: 'missing' };
    if (edition.mailingId !== null) {
      const { releasedBy, releasedAt } = edition;
      return { kind: 'released-already', releasedBy: releasedBy ?? '', releasedAt: releasedAt ?? new Date() };
    }
    // Undo keeps the key: a form that comes back out of the browser's memory must not send what was taken back.
    if (await isKeyUsed(tx, edition.id, release.releaseKey)) {
      return blockedBy('taken-back', 'This send was taken back. Read the page again, then send.');
    }
    // Neither another text than somebody read, nor another than the pre-flight looked at.
    if ((release.version ?? draft.version) !== edition.version || draft.version !== edition.version) {
      return blockedBy('changed', 'Somebody changed the edition meanwhile. Read it again, then send.');
    }
    if (edition.approvedAt?.getTime() !== draft.approvedAt?.getTime())
      return blockedBy('changed', 'Its approval changed meanwhile. Read it again, then send.');
    const mailing = mailingOf(publication, newsletter, setting.publicUrl, edition, {
      ...release,
      undoSeconds,
      isBreaking: release.isBreaking === true || reason !== '',
    });
    const mailingId = await createMailing(tx, setting.keys, mailing);
    if (edition.subjectTest !== null)
      await insertTest(tx, mailingId, { ...edition.subjectTest, heedsQuiet: !isHasty });
    await setRelease(tx, edition.id, {
      mailingId,
      releaseKey: release.releaseKey,
      releasedBy: release.releasedBy,
      noticeTo: release.noticeTo ?? null,
    });
    if (release.byTimetable !== true) await recordRelease(tx, release, reason);
    return { kind: 'released', mailingId, undoSeconds, heldUntil };
  });
}

export type SteerOutcome = { readonly kind: 'done' | 'no-change' | 'missing' };

/** Takes a release back while its undo window is open: the edition is the identical draft again. */
export async function undoRelease(db: Db, publicId: string): Promise<SteerOutcome> {
  return db.transaction().execute(async (tx) => {
    const edition = await findEditionBy(tx, { publicId }, { forUpdate: true });
    if (!edition) return { kind: 'missing' };
    if (edition.mailingId === null || !(await undoMailing(tx, edition.mailingId)))
      return { kind: 'no-change' };
    await takeReleaseBack(tx, edition.id);
    return { kind: 'done' };
  });
}

async function steer(
  db: Db,
  publicId: string,
  act: (mailingId: number) => Promise<boolean>,
): Promise<SteerOutcome> {
  const edition = await findEditionBy(db, { publicId });
  if (!edition) return { kind: 'missing' };
  if (edition.mailingId === null) return { kind: 'no-change' };
  return { kind: (await act(edition.mailingId)) ? 'done' : 'no-change' };
}

export const pauseEdition = (db: Db, publicId: string): Promise<SteerOutcome> =>
  steer(db, publicId, (mailingId) => pauseMailing(db, mailingId));

/** A correction that was begun is dropped: the rest get what the others got. The caller rings `deliver`. */
export const resumeEdition = (db: Db, publicId: string): Promise<SteerOutcome> =>
  db.transaction().execute(async (tx) => {
    const edition = await findEditionBy(tx, { publicId }, { forUpdate: true });
    if (!edition) return { kind: 'missing' };
    if (edition.mailingId === null || !(await resumeMailing(tx, edition.mailingId)))
      return { kind: 'no-change' };
    await dropCorrection(tx, edition.id);
    return { kind: 'done' };
  });

/** A subject test that is not decided ends with it. */
export const stopEdition = (db: Db, publicId: string): Promise<SteerOutcome> =>
  steer(db, publicId, (mailingId) => stopMailing(db, mailingId, (tx) => endTest(tx, mailingId)));

/** Another copy for every reader whose answer was lost, or none. The caller rings `deliver`. */
export const decideEditionDoubts = (
  db: Db,
  publicId: string,
  choice: 'resend' | 'rest',
): Promise<SteerOutcome> =>
  steer(db, publicId, async (mailingId) => (await decideDoubts(db, mailingId, choice)) > 0);
