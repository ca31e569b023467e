import type { MailingSlot } from '../../delivery/mail-content.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { readToken } from '../../platform/signed-token.ts';

/** The slot of a mail that asks something: one token a mail, however many answers it offers. */
export const pollSlot = 'poll_url';

const purpose = 'poll';

/** What a mailing begins with, so that an answer names the edition and the reader; behind the token follow poll and answer. */
export const pollSlotOf = (publicUrl: string, editionId: number): MailingSlot => ({
  name: pollSlot,
  kind: 'link',
  base: `${publicUrl}/polls/`,
  purpose,
  ref: editionId,
});

export type PollReader = { readonly editionId: number; readonly recipientId: number };

/** Whose link it is, and of which edition; null for anything we did not make. */
export function readPollLink(keys: KeyRing, token: string): PollReader | null {
  const [editionId, recipientId, ...more] = readToken(keys, purpose, token) ?? [];
  return editionId === undefined || recipientId === undefined || more.length > 0
    ? null
    : { editionId, recipientId };
}
