import type { PaymentProvider } from './provider.ts';

const notHere = (): Promise<never> =>
  Promise.reject(new Error('this install takes payment by invoice: there is nothing to ask'));

/**
 * An install without a payment provider. A reader's wish for a subscription waits for the newsroom (`tier_request`), which
 * writes an invoice and gives the tier by hand; comp, gift and group memberships work as everywhere.
 */
export const payByInvoice: PaymentProvider = {
  name: 'invoice',
  takesPayments: false,
  startCheckout: notHere,
  startGiftCheckout: notHere,
  findPaidOrder: () => Promise.resolve(null),
  openPortal: notHere,
  readEvent: () => Promise.resolve(null),
  findMembership: () => Promise.resolve(null),
  changeTier: notHere,
  cancel: notHere,
  resume: notHere,
  offerDiscount: notHere,
  async *listMemberships() {
    // None: what was given by hand stands in the entitlements.
  },
};
