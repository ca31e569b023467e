/** How a membership stands with whoever takes the money, at the moment of asking. */
export type ProviderMembership = {
  readonly ref: string;
  readonly customerRef: string | null;
  /** The public id of the subscriber it was begun for; null when it was begun elsewhere. */
  readonly subscriberId: string | null;
  /** The tier's slug. */
  readonly tier: string | null;
  readonly every: 'month' | 'year';
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly state: 'trial' | 'active' | 'past due' | 'unpaid' | 'ended';
  readonly periodEndsAt: Date | null;
  readonly trialEndsAt: Date | null;
  readonly endsWithPeriod: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** The last day of the card that pays, as `2027-03-31`; null when there is none, or it is not known. */
  readonly cardEndsOn: string | null;
  readonly form: string | null;
  readonly articleSlug: string | null;
};

export type Refund = {
  readonly ref: string;
  readonly customerRef: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly at: Date;
};

export type CheckoutWish = {
  readonly subscriberId: string;
  readonly address: string;
  readonly customerRef: string | null;
  readonly tier: { readonly slug: string; readonly name: string };
  readonly price: {
    readonly every: 'month' | 'year';
    readonly amountMinor: number;
    readonly currency: string;
  };
  readonly trialDays: number;
  readonly hasAutomaticTax: boolean;
  readonly form: string | null;
  readonly articleSlug: string | null;
  /** Where the reader comes back to. */
  readonly doneUrl: string;
  readonly cancelUrl: string;
  /** The same wish twice is one checkout. */
  readonly onceKey: string;
};

export type ProviderEvent = {
  readonly id: string;
  readonly type: string;
  readonly happenedAt: Date;
  /** The membership it speaks of; null when it speaks of none. */
  readonly membershipRef: string | null;
  /** Something that was bought once, as they call it; null when it speaks of no such thing. */
  readonly orderRef?: string | null;
  readonly refund: Refund | null;
};

export type GiftWish = {
  /** Our own id: it comes back with the payment. */
  readonly orderId: string;
  readonly what: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly giverAddress: string;
  readonly hasAutomaticTax: boolean;
  readonly doneUrl: string;
  readonly cancelUrl: string;
};

/** Who takes the money. Every call may take seconds and may fail: nothing of ours is changed before it has answered. */
export type PaymentProvider = {
  readonly name: string;
  /** Whether a reader can pay here and now. */
  readonly takesPayments: boolean;
  /** Where the reader pays. */
  readonly startCheckout: (wish: CheckoutWish) => Promise<string>;
  /** Where somebody pays for a gift. */
  readonly startGiftCheckout: (wish: GiftWish) => Promise<string>;
  /** The id of our order behind theirs, once it is paid in full; null before, and for what is not ours. */
  readonly findPaidOrder: (ref: string) => Promise<string | null>;
  /** Where a paying reader sees invoices and changes the card. */
  readonly openPortal: (customerRef: string, returnUrl: string) => Promise<string>;
  /** What an event says; null when its signature is not theirs. */
  readonly readEvent: (body: Buffer, signature: string) => Promise<ProviderEvent | null>;
  /** What is true of a membership now; null when it does not exist. */
  readonly findMembership: (ref: string) => Promise<ProviderMembership | null>;
  readonly changeTier: (ref: string, to: Pick<CheckoutWish, 'tier' | 'price'>) => Promise<void>;
  /** Ends it with its period, or at once. */
  readonly cancel: (ref: string, when: 'with the period' | 'at once') => Promise<void>;
  /** Takes a cancellation with the period back. */
  readonly resume: (ref: string) => Promise<void>;
  /** Takes per cent off the next payment. */
  readonly offerDiscount: (ref: string, percent: number) => Promise<void>;
  readonly listMemberships: () => AsyncIterable<ProviderMembership>;
};
