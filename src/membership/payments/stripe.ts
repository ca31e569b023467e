import type Stripe from 'stripe';
import type { CheckoutWish, PaymentProvider, ProviderEvent, ProviderMembership } from './provider.ts';

export type StripeKeys = {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Another host than Stripe's own, as in tests: `http://127.0.0.1:12111`. */
  readonly apiBase?: string | undefined;
};

const states: Readonly<Record<Stripe.Subscription.Status, ProviderMembership['state']>> = {
  trialing: 'trial',
  active: 'active',
  past_due: 'past due',
  unpaid: 'unpaid',
  // Never paid: it opens nothing.
  incomplete: 'unpaid',
  paused: 'unpaid',
  incomplete_expired: 'ended',
  canceled: 'ended',
};

const dateOf = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : new Date(seconds * 1000);

const refOf = (value: string | { readonly id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

/** Fields that come with a subscription only when they are asked for: the card it pays with, or its customer's. */
const withCard = ['default_payment_method', 'customer.invoice_settings.default_payment_method'];

function cardEndOf({ default_payment_method: own, customer }: Stripe.Subscription): string | null {
  const settings = typeof customer === 'string' || customer.deleted ? null : customer.invoice_settings;
  const method = own ?? settings?.default_payment_method;
  const card = method === null || method === undefined || typeof method === 'string' ? null : method.card;
  // The day before the first of the month that follows.
  return card ? new Date(Date.UTC(card.exp_year, card.exp_month, 0)).toISOString().slice(0, 10) : null;
}

function toMembership(subscription: Stripe.Subscription): ProviderMembership {
  const { metadata } = subscription;
  const [item] = subscription.items.data;
  return {
    ref: subscription.id,
    customerRef: refOf(subscription.customer),
    subscriberId: metadata['subscriber'] ?? null,
    tier: metadata['tier'] ?? null,
    every: item?.price.recurring?.interval === 'year' ? 'year' : 'month',
    amountMinor: item?.price.unit_amount ?? 0,
    currency: (item?.price.currency ?? subscription.currency).toUpperCase(),
    // A state they add later opens nothing before we know it.
    state: states[subscription.status] ?? 'unpaid',
    periodEndsAt: dateOf(item?.current_period_end),
    trialEndsAt: dateOf(subscription.trial_end),
    // A date set to end by, as the portal does it, says the same as the flag.
    endsWithPeriod: subscription.cancel_at_period_end || subscription.cancel_at !== null,
    startedAt: dateOf(subscription.start_date) ?? new Date(0),
    endedAt: dateOf(subscription.ended_at),
    cardEndsOn: cardEndOf(subscription),
    form: metadata['form'] || null,
    articleSlug: metadata['article'] || null,
  };
}

function toEvent(event: Stripe.Event): ProviderEvent {
  const about = { id: event.id, type: event.type, happenedAt: new Date(event.created * 1000) };
  if (
    event.type === 'customer.subscription.created' ||
    event.type === 'customer.subscription.updated' ||
    event.type === 'customer.subscription.deleted' ||
    event.type === 'customer.subscription.paused' ||
    event.type === 'customer.subscription.resumed'
  )
    return { ...about, membershipRef: event.data.object.id, refund: null };
  if (
    event.type === 'checkout.session.completed' ||
    event.type === 'checkout.session.async_payment_succeeded'
  ) {
    const { id, mode, subscription } = event.data.object;
    const orderRef = mode === 'payment' ? id : null;
    return { ...about, membershipRef: refOf(subscription), orderRef, refund: null };
  }
  if (event.type === 'invoice.paid' || event.type === 'invoice.payment_failed') {
    const subscription = event.data.object.parent?.subscription_details?.subscription;
    return { ...about, membershipRef: refOf(subscription), refund: null };
  }
  if (event.type === 'charge.refunded') {
    const { id, customer, amount_refunded: amountMinor, currency } = event.data.object;
    const refund = {
      ref: id,
      customerRef: refOf(customer),
      amountMinor,
      currency: currency.toUpperCase(),
      at: about.happenedAt,
    };
    return { ...about, membershipRef: null, refund };
  }
  return { ...about, membershipRef: null, refund: null };
}

const priceData = ({ tier, price }: Pick<CheckoutWish, 'tier' | 'price'>) => ({
  currency: price.currency.toLowerCase(),
  unit_amount: price.amountMinor,
  recurring: { interval: price.every },
  product_data: { name: tier.name, metadata: { tier: tier.slug } },
});

/** Payments through Stripe. Prices are those of our tiers: nothing has to be set up there but the account. */
export function payByStripe({ secretKey, webhookSecret, apiBase }: StripeKeys): PaymentProvider {
  let opened: Promise<Stripe> | undefined;
  // 23 MB of code: loaded when somebody pays.
  const open = (): Promise<Stripe> =>
    (opened ??= import('stripe').then(({ default: Client }) => {
      const base = apiBase === undefined ? null : new URL(apiBase);
      return new Client(secretKey, {
        maxNetworkRetries: 2,
        timeout: 20_000,
        telemetry: false,
        ...(base && {
          host: base.hostname,
          port: base.port || (base.protocol === 'http:' ? '80' : '443'),
          protocol: base.protocol === 'http:' ? ('http' as const) : ('https' as const),
        }),
      });
    }));

  return {
    name: 'stripe',
    takesPayments: true,

    async startCheckout(wish) {
      const stripe = await open();
      const metadata = {
        subscriber: wish.subscriberId,
        tier: wish.tier.slug,
        form: wish.form ?? '',
        article: wish.articleSlug ?? '',
      };
      const session = await stripe.checkout.sessions.create(
        {
          mode: 'subscription',
          line_items: [{ quantity: 1, price_data: priceData(wish) }],
          allow_promotion_codes: true,
          client_reference_id: wish.subscriberId,
          ...(wish.customerRef === null ? { customer_email: wish.address } : { customer: wish.customerRef }),
          ...(wish.hasAutomaticTax && { automatic_tax: { enabled: true } }),
          subscription_data: {
            metadata,
            ...(wish.trialDays > 0 && { trial_period_days: wish.trialDays }),
          },
          metadata,
          success_url: wish.doneUrl,
          cancel_url: wish.cancelUrl,
        },
        { idempotencyKey: wish.onceKey },
      );
      if (session.url === null) throw new Error('the checkout has no address');
      return session.url;
    },

    async startGiftCheckout(wish) {
      const stripe = await open();
      const session = await stripe.checkout.sessions.create(
        {
          mode: 'payment',
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: wish.currency.toLowerCase(),
                unit_amount: wish.amountMinor,
                product_data: { name: wish.what },
              },
            },
          ],
          customer_email: wish.giverAddress,
          ...(wish.hasAutomaticTax && { automatic_tax: { enabled: true } }),
          metadata: { order: wish.orderId },
          success_url: wish.doneUrl,
          cancel_url: wish.cancelUrl,
        },
        { idempotencyKey: wish.orderId },
      );
      if (session.url === null) throw new Error('the checkout has no address');
      return session.url;
    },

    async findPaidOrder(ref) {
      const stripe = await open();
      try {
        const session = await stripe.checkout.sessions.retrieve(ref);
        return session.payment_status === 'paid' ? (session.metadata?.['order'] ?? null) : null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async openPortal(customerRef, returnUrl) {
      const stripe = await open();
      const { url } = await stripe.billingPortal.sessions.create({
        customer: customerRef,
        return_url: returnUrl,
      });
      return url;
    },

    async readEvent(body, signature) {
      const stripe = await open();
      try {
        return toEvent(await stripe.webhooks.constructEventAsync(body, signature, webhookSecret));
      } catch {
        return null;
      }
    },

    async findMembership(ref) {
      const stripe = await open();
      try {
        return toMembership(await stripe.subscriptions.retrieve(ref, { expand: withCard }));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async changeTier(ref, to) {
      const stripe = await open();
      const subscription = await stripe.subscriptions.retrieve(ref);
      const price = await stripe.prices.create(priceData(to));
      await stripe.subscriptions.update(ref, {
        items: [{ id: subscription.items.data[0]?.id ?? '', price: price.id }],
        // What was paid and not used is taken off the next bill.
        proration_behavior: 'create_prorations',
        metadata: { ...subscription.metadata, tier: to.tier.slug },
      });
    },

    async cancel(ref, when) {
      const stripe = await open();
      if (when === 'at once') await stripe.subscriptions.cancel(ref);
      else await stripe.subscriptions.update(ref, { cancel_at_period_end: true });
    },

    async resume(ref) {
      const stripe = await open();
      await stripe.subscriptions.update(ref, { cancel_at_period_end: false });
    },

    async offerDiscount(ref, percent) {
      const stripe = await open();
      const coupon = await stripe.coupons.create({ percent_off: percent, duration: 'once' });
      await stripe.subscriptions.update(ref, {
        discounts: [{ coupon: coupon.id }],
        cancel_at_period_end: false,
      });
    },

    async *listMemberships() {
      const stripe = await open();
      const expand = withCard.map((field) => `data.${field}`);
      for await (const subscription of stripe.subscriptions.list({ status: 'all', limit: 100, expand }))
        yield toMembership(subscription);
    },
  };
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'resource_missing';
