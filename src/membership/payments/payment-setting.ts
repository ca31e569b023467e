import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type PaymentSetting = {
  /** Days a first subscription is free; 0 for none. */
  readonly trialDays: number;
  /** Days a reader keeps access after a payment failed. */
  readonly graceDays: number;
  /** Per cent off the next payment, offered once to somebody who is about to leave; 0 for none. */
  readonly retentionPercent: number;
  readonly hasAutomaticTax: boolean;
};

export async function readPaymentSetting(db: Db): Promise<PaymentSetting> {
  const { rows } = await sql<PaymentSetting>`
    select trial_days as "trialDays", grace_days as "graceDays", retention_percent as "retentionPercent",
      has_automatic_tax as "hasAutomaticTax"
    from payment_setting
  `.execute(db);
  return rows[0] ?? { trialDays: 0, graceDays: 7, retentionPercent: 0, hasAutomaticTax: false };
}

export async function savePaymentSetting(tx: Db, setting: PaymentSetting): Promise<void> {
  await sql`
    update payment_setting set trial_days = ${setting.trialDays}, grace_days = ${setting.graceDays},
      retention_percent = ${setting.retentionPercent}, has_automatic_tax = ${setting.hasAutomaticTax}
  `.execute(tx);
}
