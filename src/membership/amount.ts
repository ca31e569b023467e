import type { Price } from './tiers.ts';

/** An amount of money as a reader sees it: `£6`, `£6.50`, `¥600`. The currency (ISO 4217) says how many digits it has. */
export const formatAmount = ({ amountMinor, currency }: Pick<Price, 'amountMinor' | 'currency'>): string => {
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};
