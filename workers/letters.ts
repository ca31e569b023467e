import type { Processor } from 'bullmq';
import { remindUnconfirmed } from '../src/audience/letters/remind-unconfirmed.ts';
import { sendMembershipLetters } from '../src/membership/letters.ts';
import { askSilentReaders } from '../src/editions/rest/ask-silent.ts';
import { findPublication } from '../src/newsletters/publication.ts';
import type { Ring } from '../src/platform/bells.ts';
import type { Db } from '../src/platform/db.ts';
import type { KeyRing } from '../src/platform/key-ring.ts';

/** Answers `letters`, which a scheduler rings: queues the mails that go out by themselves. */
export const sendLetters =
  (db: Db, keys: KeyRing, publicUrl: string, ring: Ring): Processor =>
  async () => {
    const publication = await findPublication(db);
    if (!publication) return;
    const setting = { publication, publicUrl, keys };
    const queued = (await remindUnconfirmed(db, setting)) + (await sendMembershipLetters(db, setting));
    const { asked } = await askSilentReaders(db, setting);
    if (queued + asked > 0) await ring('deliver-urgent');
  };
