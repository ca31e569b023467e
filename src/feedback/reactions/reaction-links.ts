import type { MailingSlot } from '../../delivery/mail-content.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { readToken } from '../../platform/signed-token.ts';

/** The slots that clicks and opens need in a mail: one token a mail, however many links it has. */
export const reactionSlots = { click: 'click_url', open: 'open_url' } as const;

const purposes = { click: 'click', open: 'open' } as const;

export type Tracking = { readonly clicks: boolean; readonly opens: boolean };

/** What a mailing begins with, so that its links and its picture name the delivery. */
export function trackingSlots(publicUrl: string, { clicks, opens }: Tracking): MailingSlot[] {
  const slots: MailingSlot[] = [];
  if (clicks)
    slots.push({
      name: reactionSlots.click,
      kind: 'delivery-link',
      base: `${publicUrl}/c/`,
      purpose: purposes.click,
    });
  if (opens)
    slots.push({
      name: reactionSlots.open,
      kind: 'delivery-link',
      base: `${publicUrl}/o/`,
      purpose: purposes.open,
    });
  return slots;
}

/** What a mailing of these slots may hold; it was settled when it began. */
export const trackingOf = (slots: readonly MailingSlot[]): Tracking => ({
  clicks: slots.some(({ name }) => name === reactionSlots.click),
  opens: slots.some(({ name }) => name === reactionSlots.open),
});

/** What stands behind a slot: `.7` is the seventh link. Not under the signature, see README.md. */
export const linkEnd = (number: number): string => `.${number}`;

export type NamedDelivery = { readonly mailingId: number; readonly deliveryId: number };

function readDelivery(keys: KeyRing, purpose: string, token: string): NamedDelivery | null {
  const [mailingId, deliveryId, ...more] = readToken(keys, purpose, token) ?? [];
  return mailingId === undefined || deliveryId === undefined || more.length > 0
    ? null
    : { mailingId, deliveryId };
}

/** The delivery and the link of `/c/…`; null for anything we did not make. */
export function readClick(keys: KeyRing, text: string): (NamedDelivery & { readonly link: number }) | null {
  const [, token = '', digits = ''] = /^([\w-]{1,200})\.(0|[1-9]\d{0,4})$/.exec(text) ?? [];
  const named = token === '' ? null : readDelivery(keys, purposes.click, token);
  return named && { ...named, link: Number(digits) };
}

/** The delivery of `/o/….gif`; null for anything we did not make. */
export const readOpen = (keys: KeyRing, token: string): NamedDelivery | null =>
  /^[\w-]{1,200}$/.test(token) ? readDelivery(keys, purposes.open, token) : null;
