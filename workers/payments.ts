import type { Processor } from 'bullmq';
import type { GiftSite } from '../src/membership/gift-orders.ts';
import { handlePaymentEvents } from '../src/membership/payments/payment-events.ts';
import type { PaymentProvider } from '../src/membership/payments/provider.ts';
import { reconcileIfDue } from '../src/membership/payments/reconcile.ts';
import type { Ring } from '../src/platform/bells.ts';
import type { Db } from '../src/platform/db.ts';
import type { Log } from '../src/platform/log.ts';

/** Answers `payments`: does what the provider's events ask for. */
export const handlePayments =
  (db: Db, provider: PaymentProvider, site: GiftSite, ring: Ring): Processor =>
  async () => {
    if ((await handlePaymentEvents(db, provider, site)) > 0) await ring('deliver-urgent');
  };

/** Compares all memberships once a day; what differed stands in the log and on the page of subscriptions. */
export async function reconcileOnceANight(db: Db, provider: PaymentProvider, log: Log): Promise<void> {
  if (!provider.takesPayments) return;
  const differences = await reconcileIfDue(db, provider);
  for (const difference of differences ?? []) log.warn(difference, 'a membership differed');
}
