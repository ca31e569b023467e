import { wakeSubscription } from '../../audience/rest.ts';
import { findSubscriberBy, listSubscriptionsOf } from '../../audience/subscribers.ts';
import { maskAddress } from '../../delivery/address.ts';
import { findNewsletter } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { readToken, signToken } from '../../platform/signed-token.ts';
import { type Question, findQuestion, setState } from './sql.ts';

const purpose = 'stay';

/** Where a question leads: a page with a button. */
export const stayUrl = (keys: KeyRing, publicUrl: string, questionId: number): string =>
  `${publicUrl}/stay/${signToken(keys, purpose, [questionId])}`;

export type StayQuestion = {
  readonly question: Question;
  readonly newsletter: string;
  readonly maskedAddress: string;
  /** What the reader is spoken to in; null: nothing was chosen. */
  readonly language: string | null;
  /** They have the newsletter at this moment. */
  readonly comes: boolean;
};

/** What a link is about; null for a wrong one, and for a reader who is gone. Looking changes nothing. */
export async function findStayQuestion(db: Db, keys: KeyRing, token: string): Promise<StayQuestion | null> {
  const [id, ...more] = readToken(keys, purpose, token) ?? [];
  const question = id === undefined || more.length > 0 ? null : await findQuestion(db, id);
  if (!question) return null;
  const [subscriber, newsletter] = await Promise.all([
    findSubscriberBy(db, { id: question.subscriberId }),
    findNewsletter(db, { id: question.newsletterId }),
  ]);
  if (!subscriber || !newsletter) return null;
  const subscriptions = await listSubscriptionsOf(db, subscriber.id);
  return {
    question,
    newsletter: newsletter.name,
    maskedAddress: maskAddress(subscriber.address),
    language: subscriber.language,
    comes: subscriptions.some(
      ({ newsletterId, state }) =>
        newsletterId === newsletter.id && (state === 'active' || state === 'paused'),
    ),
  };
}

/** Lets a resting subscription go on; false when the reader has chosen something else meanwhile. */
async function wake(tx: Db, question: Question, words: string): Promise<boolean> {
  const { id, subscriberId, newsletterId } = question;
  const isBack = await wakeSubscription(tx, subscriberId, newsletterId, words);
  await setState(tx, id, isBack ? 'came back' : 'over');
  return isBack;
}

/**
 * The reader wants to stay: before they rest, or afterwards. Said twice it changes nothing.
 * @returns false for a wrong link, and when there is nothing to stay with, since they have left
 */
export function stay(db: Db, keys: KeyRing, token: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const found = await findStayQuestion(tx, keys, token);
    if (!found) return false;
    const { question } = found;
    switch (question.state) {
      case 'asked':
        await setState(tx, question.id, 'stays');
        return true;
      case 'at rest':
        return wake(tx, question, 'Pressed the button in the mail that asked');
      case 'stays':
      case 'gave a sign':
      case 'came back':
      case 'over':
        return found.comes;
      default:
        return question.state satisfies never;
    }
  });
}

/** The newsroom brings a reader back. @returns the reader's public id; null when they do not rest */
export async function bringBack(
  tx: Db,
  newsletterId: number,
  questionId: number,
  words: string,
): Promise<string | null> {
  const question = await findQuestion(tx, questionId);
  if (question?.state !== 'at rest' || question.newsletterId !== newsletterId) return null;
  const subscriber = await findSubscriberBy(tx, { id: question.subscriberId });
  return subscriber && (await wake(tx, question, words)) ? subscriber.publicId : null;
}
