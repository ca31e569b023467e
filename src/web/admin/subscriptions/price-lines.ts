import { formatAmount } from '../../../membership/amount.ts';
import type { Price } from '../../../membership/tiers.ts';
import { wordsIn } from '../../../../templates/words/languages.ts';

/** How many digits of a currency stand behind the point (ISO 4217); null for what is no currency. */
function digitsOf(currency: string): number | null {
  if (!Intl.supportedValuesOf('currency').includes(currency)) return null;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** `6.00 GBP a month`; null for what is no price. */
function readLine(line: string): Price | null {
  const [, units = '', fraction = '', code = '', every = ''] =
    /^(\d{1,6})(?:\.(\d{1,3}))?\s*([a-z]{3})\s+(?:an?|per|each|every)?\s*(month|year)$/i.exec(line) ?? [];
  const currency = code.toUpperCase();
  const digits = currency === '' ? null : digitsOf(currency);
  if (digits === null || fraction.length > digits) return null;
  const amountMinor = Number(`${units}${fraction.padEnd(digits, '0')}`);
  return amountMinor > 0
    ? { amountMinor, currency, every: every.toLowerCase() === 'year' ? 'year' : 'month' }
    : null;
}

export type PriceLines =
  | { readonly kind: 'prices'; readonly prices: readonly Price[] }
  | { readonly kind: 'problem'; readonly message: string };

/** Prices as they are typed, one a line; a tier without any is free. */
export function readPriceLines(text: string): PriceLines {
  const prices: Price[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const price = readLine(line);
    if (!price)
      return { kind: 'problem', message: `“${line}” is no price; please write it as 6.00 GBP a month` };
    if (prices.some(({ every, currency }) => every === price.every && currency === price.currency))
      return { kind: 'problem', message: `There are two prices a ${price.every} in ${price.currency}` };
    prices.push(price);
  }
  return { kind: 'prices', prices };
}

/** What {@link readPriceLines} reads. */
export function writePriceLines(prices: readonly Price[]): string {
  return prices
    .map(({ amountMinor, currency, every }) => {
      const digits = digitsOf(currency) ?? 2;
      return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency} a ${every}`;
    })
    .join('\n');
}

/** `£6 a month, £60 a year`. */
export const pricesInWords = (prices: readonly Price[]): string =>
  prices.map((price) => `${formatAmount(price, wordsIn('en'))} a ${price.every}`).join(', ') || 'Free';
