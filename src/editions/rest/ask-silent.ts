import { readLetterText } from '../../audience/letters/letter-texts.ts';
import { type MailSetting, mailWords, writeOwnLetter } from '../../audience/reader-mails.ts';
import { unsubscribeUrl } from '../../audience/reader-links.ts';
import { restSubscription } from '../../audience/rest.ts';
import { findSubscriberBy } from '../../audience/subscribers.ts';
import { parseAddress } from '../../delivery/address.ts';
import { queueMail } from '../../delivery/queue-mail.ts';
import { type Newsletter, findNewsletter, listIdOf } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import {
  type SilentReader,
  insertQuestion,
  listDueRules,
  listSilent,
  lockRounds,
  questionKey,
  setCursor,
  settleAnswered,
  takeUnanswered,
} from './sql.ts';
import { stayUrl } from './stay.ts';

const partSize = 500;
const partsAtOnce = 20;
const restAtOnce = 500;

async function ask(
  tx: Db,
  setting: MailSetting,
  newsletter: Newsletter,
  silent: SilentReader,
): Promise<boolean> {
  const subscriber = await findSubscriberBy(tx, { id: silent.subscriberId });
  const address = subscriber && parseAddress(subscriber.address);
  if (!address) return false;
  const text = await readLetterText(tx, 'still-reading');
  const id = text.isOn ? await insertQuestion(tx, newsletter.id, silent) : null;
  if (id === null) return false;
  const { keys, publicUrl, publication } = setting;
  const speaking = { ...setting, language: subscriber.language };
  const mail = await writeOwnLetter(
    speaking,
    { address, subscriberId: subscriber.id },
    {
      kind: 'question',
      onceKey: questionKey(id),
      text,
      values: { newsletters: newsletter.name, name: subscriber.name ?? '' },
      buttonUrl: stayUrl(keys, publicUrl, id),
      reason: mailWords(speaking).mails.letter.stayReason(newsletter.name),
      list: {
        id: listIdOf(publication, newsletter),
        name: newsletter.name,
        unsubscribeUrl: unsubscribeUrl(keys, publicUrl, newsletter.id, subscriber.id),
      },
    },
  );
  return queueMail(tx, keys, mail);
}

/** Puts to rest who was asked and gave no sign in their time. @returns how many */
async function restUnanswered(tx: Db): Promise<number> {
  await settleAnswered(tx);
  let rested = 0;
  for (const question of await takeUnanswered(tx, restAtOnce)) {
    if (question.state !== 'at rest') continue;
    const words = `At rest: ${question.editions} editions came since ${question.silentSince.toISOString().slice(0, 10)} without a sign, and the question of ${question.askedAt.toISOString().slice(0, 10)} had no answer`;
    await restSubscription(tx, question.subscriberId, question.newsletterId, words);
    rested += 1;
  }
  return rested;
}

export type RestRound = { readonly asked: number; readonly rested: number };

/**
 * One look at all newsletters that have such a rule: settles what was asked, and asks the next readers. One process at a time;
 * a part is one transaction, so that a round that was cut off goes on where it stopped. The caller rings `deliver-urgent`.
 */
export async function askSilentReaders(db: Db, setting: MailSetting): Promise<RestRound> {
  const rested = await db
    .transaction()
    .execute(async (tx) => ((await lockRounds(tx)) ? restUnanswered(tx) : 0));
  let asked = 0;
  for (const rule of await listDueRules(db)) {
    const newsletter = await findNewsletter(db, { id: rule.newsletterId });
    if (!newsletter) continue;
    let cursor = rule.cursor;
    for (let part = 0; part < partsAtOnce; part += 1) {
      const next = await db.transaction().execute(async (tx) => {
        if (!(await lockRounds(tx))) return 0;
        const { silent, last } = await listSilent(tx, rule, cursor, partSize);
        for (const reader of silent) if (await ask(tx, setting, newsletter, reader)) asked += 1;
        await setCursor(tx, rule.newsletterId, last ?? 0);
        return last ?? 0;
      });
      if (next === 0) break;
      cursor = next;
    }
  }
  return { asked, rested };
}
