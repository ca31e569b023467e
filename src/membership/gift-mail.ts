import { giftMail, giftReceiptMail } from '../../templates/email/gift-mail.ts';
import { finalWords, type MailSetting, mailWords, publicationOf } from '../audience/reader-mails.ts';
import { parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { senderOf } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { hashToken } from '../platform/random-tokens.ts';
import type { NewGift } from './gifts.ts';
import { findSubscriberBy } from '../audience/subscribers.ts';

/** In the language of a reader we know; to anybody else in the one at hand. */
async function speakingTo(tx: Db, setting: MailSetting, addressKey: string): Promise<MailSetting> {
  const known = await findSubscriberBy(tx, { addressKey });
  return { ...setting, language: known?.language ?? setting.language };
}

/**
 * Queues the mail that brings a gift to whom it is for, in the caller's transaction; the caller rings `deliver-urgent`.
 * @returns false when it names nobody who could get it
 */
export async function mailGift(
  tx: Db,
  install: MailSetting,
  { gift, tierName, token }: { gift: NewGift; tierName: string; token: string },
): Promise<boolean> {
  const to = gift.recipientAddress === null ? null : parseAddress(gift.recipientAddress);
  if (!to) return false;
  const setting = await speakingTo(tx, install, to.key);
  const { publication, publicUrl, keys } = setting;
  const words = finalWords(
    await giftMail({
      publication: publicationOf(setting),
      tier: tierName,
      months: gift.months,
      giver: gift.giverName,
      message: gift.message,
      claimUrl: `${publicUrl}/gift/${token}`,
    }),
  );
  return queueMail(tx, keys, {
    kind: 'gift',
    onceKey: hashToken(token),
    to,
    sender: senderOf(publication),
    ...words,
  });
}

/** Queues the receipt of somebody who paid for a gift; without a recipient's address it carries the link to hand over. */
export async function mailGiftReceipt(
  tx: Db,
  install: MailSetting,
  {
    gift,
    tierName,
    token,
    giverAddress,
    amountMinor,
    currency,
  }: {
    gift: NewGift;
    tierName: string;
    token: string;
    giverAddress: string;
    amountMinor: number;
    currency: string;
  },
): Promise<void> {
  const to = parseAddress(giverAddress);
  if (!to) return;
  const setting = await speakingTo(tx, install, to.key);
  const { publication, publicUrl, keys } = setting;
  const words = finalWords(
    await giftReceiptMail({
      publication: publicationOf(setting),
      tier: tierName,
      months: gift.months,
      amount: mailWords(setting).sum(amountMinor, currency),
      recipient: gift.recipientAddress,
      claimUrl: `${publicUrl}/gift/${token}`,
    }),
  );
  await queueMail(tx, keys, {
    kind: 'gift',
    onceKey: `receipt ${hashToken(token)}`,
    to,
    sender: senderOf(publication),
    ...words,
  });
}
