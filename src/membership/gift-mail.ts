import { giftMail, giftReceiptMail } from '../../templates/email/gift-mail.ts';
import { finalWords, type MailSetting, mailPublication } from '../audience/reader-mails.ts';
import { parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { senderOf } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { hashToken } from '../platform/random-tokens.ts';
import type { NewGift } from './gifts.ts';

/**
 * Queues the mail that brings a gift to whom it is for, in the caller's transaction; the caller rings `deliver-urgent`.
 * @returns false when it names nobody who could get it
 */
export async function mailGift(
  tx: Db,
  setting: MailSetting,
  { gift, tierName, token }: { gift: NewGift; tierName: string; token: string },
): Promise<boolean> {
  const to = gift.recipientAddress === null ? null : parseAddress(gift.recipientAddress);
  if (!to) return false;
  const { publication, publicUrl, keys } = setting;
  const words = finalWords(
    await giftMail({
      publication: mailPublication(publication, publicUrl),
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
  setting: MailSetting,
  {
    gift,
    tierName,
    token,
    giverAddress,
    amount,
  }: { gift: NewGift; tierName: string; token: string; giverAddress: string; amount: string },
): Promise<void> {
  const to = parseAddress(giverAddress);
  if (!to) return;
  const { publication, publicUrl, keys } = setting;
  const words = finalWords(
    await giftReceiptMail({
      publication: mailPublication(publication, publicUrl),
      tier: tierName,
      months: gift.months,
      amount,
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
