import type { KeyRing } from '../platform/key-ring.ts';
import { compileMail } from './compile-mail.ts';
import type { DkimSigner } from './dkim/create-dkim-signer.ts';
import { messageId } from './mail-ids.ts';
import { domainOf } from './mail-sender.ts';
import type { SingleMail } from './single-mail.ts';

const unsubscribeSlot = 'one_click';

/** The final bytes of a single mail; every attempt sends exactly these. */
export function composeMail(
  keys: KeyRing,
  mail: SingleMail & { readonly deliveryId: number },
  signer: DkimSigner | null,
): Buffer {
  const domain = domainOf(mail.sender.address);
  const compiled = compileMail(
    {
      sender: mail.sender,
      label: mail.kind,
      list: mail.list && { id: mail.list.id, name: mail.list.name },
      unsubscribe: mail.list && { base: '', slot: unsubscribeSlot },
      isBulk: false,
      isAutoSubmitted: true,
    },
    { subject: [{ text: mail.subject }], html: [{ text: mail.html }], text: [{ text: mail.text }] },
    signer,
  );
  return compiled.forMask('0').into(Buffer.alloc(0), {
    to: mail.to.address,
    messageId: messageId(keys, keys.currentId, mail.deliveryId, domain),
    datedAt: new Date(),
    slots: mail.list ? { [unsubscribeSlot]: mail.list.unsubscribeUrl } : {},
  });
}
