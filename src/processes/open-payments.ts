import type { Config } from '../config.ts';
import { payByInvoice } from '../membership/payments/by-invoice.ts';
import type { PaymentProvider } from '../membership/payments/provider.ts';
import { payByStripe } from '../membership/payments/stripe.ts';

/** The one place that knows whether Stripe takes the money or the newsroom writes invoices. */
export const openPayments = ({ stripe }: Config): PaymentProvider =>
  stripe ? payByStripe(stripe) : payByInvoice;
