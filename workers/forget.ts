import { forgetOldReaderRows } from '../src/audience/forget-old.ts';
import { forgetOldAttempts } from '../src/delivery/forget-attempts.ts';
import { forgetOldPasses } from '../src/membership/forget-old.ts';
import type { Db } from '../src/platform/db.ts';
import { forgetOldCounters } from '../src/platform/forget.ts';
import { forgetOldRequests } from '../src/platform/idempotent-request.ts';
import type { Log } from '../src/platform/log.ts';
import { forgetUsedChallenges } from '../src/staff/factors/passkeys.ts';
import { forgetOldInvitations } from '../src/staff/invitations.ts';
import { forgetOldPasswordLinks } from '../src/staff/new-password.ts';
import { forgetOldStaffSessions } from '../src/staff/sessions.ts';
import { forgetOldSignInSteps } from '../src/staff/sign-in.ts';
import { forgetOldWebhookEvents } from '../src/webhooks/log.ts';
import { forgetOldFiles } from '../src/transfer/imports.ts';

export type ForgetSetting = {
  /** 0: for ever. */
  readonly keepAttemptsDays: number;
  readonly log: Log;
};

/**
 * Forgets what nobody needs any more, room by room; several processes may do it at once. One that fails does not keep the
 * others from theirs: the next look tries again.
 */
export async function forgetOld(db: Db, { keepAttemptsDays, log }: ForgetSetting): Promise<void> {
  const each: Readonly<Record<string, () => Promise<unknown>>> = {
    attempts: () =>
      keepAttemptsDays === 0 ? Promise.resolve(0) : forgetOldAttempts(db, keepAttemptsDays, new Date()),
    'reader rows': () => forgetOldReaderRows(db),
    passes: () => forgetOldPasses(db),
    'staff sessions': () => forgetOldStaffSessions(db),
    'staff sign-ins': () => forgetOldSignInSteps(db),
    'staff invitations': () => forgetOldInvitations(db),
    'staff password links': () => forgetOldPasswordLinks(db),
    'passkey challenges': () => forgetUsedChallenges(db),
    'webhook events': () => forgetOldWebhookEvents(db),
    counters: () => forgetOldCounters(db),
    answers: () => forgetOldRequests(db),
    files: () => forgetOldFiles(db),
  };
  for (const [what, forget] of Object.entries(each)) {
    try {
      const rows = await forget();
      if (typeof rows === 'number' && rows > 0) log.info({ what, rows }, 'old rows were forgotten');
    } catch (error) {
      log.warn({ err: error, what }, 'old rows could not be forgotten; the next look follows');
    }
  }
}
