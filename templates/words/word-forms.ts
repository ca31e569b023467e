/** The forms of a counted thing; `#` stands for the number. Which ones a language needs, its own rules say. */
type CountedForms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;

/** What a dictionary needs to decline: counts, lists, money and dates by the rules of its language (Intl). */
export function wordFormsOf(locale: string, currencyDisplay: 'symbol' | 'narrowSymbol' = 'symbol') {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const all = new Intl.ListFormat(locale, { type: 'conjunction' });
  const any = new Intl.ListFormat(locale, { type: 'disjunction' });
  const inCurrency =
    (trailingZeroDisplay: 'auto' | 'stripIfInteger') =>
    (amountMinor: number, currency: string): string => {
      const format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay,
        trailingZeroDisplay,
      });
      return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    };
  return {
    /** `one second`, `12 seconds`. */
    counted: (count: number, forms: CountedForms): string =>
      (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count)),
    /** `A, B and C`. */
    and: (names: readonly string[]): string => all.format(names),
    /** `A, B or C`. */
    or: (names: readonly string[]): string => any.format(names),
    /** `£6`, `£6.50`: an amount in the smallest unit of its currency, as a price. */
    money: inCurrency('stripIfInteger'),
    /** `£6.00`: the same, as a receipt has it. */
    sum: inCurrency('auto'),
  };
}
