import { bounceTokenOf } from '../../delivery/mail-ids.ts';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { decodeHeader } from '../mime/decode-text.ts';
import { findAddresses } from '../mime/find-addresses.ts';
import { headerOf, readHeaders } from '../mime/mail-headers.ts';
import { readable } from '../mime/split-mail.ts';
import type { FeedbackOutcome } from './feedback-event.ts';
import { digestOf, largestReport } from './kept-mails.ts';
import { takeMail } from './take-mail.ts';

const day = 86_400_000;

/** The moment a mail gives itself, as far as it can be believed: not to come, and not older than what is believed at all. */
function dateOf(text: string, now: Date): Date {
  const date = new Date(text);
  const age = now.getTime() - date.getTime();
  return age >= 0 && age < 90 * day ? date : now;
}

/** Takes in a mail that somebody saved and hands in: here also the recipients that it names are believed. */
export async function takeSavedMail(
  db: Db,
  keys: KeyRing,
  saved: Uint8Array,
  now = new Date(),
): Promise<readonly FeedbackOutcome[]> {
  const bytes = saved.subarray(0, largestReport);
  const text = readable(bytes.subarray(0, 100_000));
  const { headers } = readHeaders(text, 0, text.length);
  const cameTo = ['delivered-to', 'x-original-to', 'to'].flatMap((name) =>
    (headers.get(name) ?? []).flatMap((value) => findAddresses(decodeHeader(value))),
  );
  return takeMail(db, keys, {
    source: 'file',
    bytes,
    digest: digestOf('', bytes),
    envelopeTo: cameTo.find((address) => bounceTokenOf(address) !== null),
    happenedAt: dateOf(headerOf(headers, 'date'), now),
    evidence: { kind: 'new', bytes },
  });
}
