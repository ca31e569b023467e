import type { Words } from '../../templates/words/languages.ts';
import type { Price } from './tiers.ts';

/** An amount of money as a reader sees it: `£6`, `£6.50`, `6,50 €`. The currency (ISO 4217) says how many digits it has. */
export const formatAmount = (
  { amountMinor, currency }: Pick<Price, 'amountMinor' | 'currency'>,
  words: Pick<Words, 'money'>,
): string => words.money(amountMinor, currency);
