import i18n from 'i18next';

/** Whole units of a currency, as the language of the page writes them: €7,200. */
export function money(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat(i18n.language, {
      style: 'currency',
      currency,
      maximumFractionDigits: 0,
    }).format(amount);
  } catch {
    // A property without a currency, or with one that is none.
    return `${new Intl.NumberFormat(i18n.language).format(amount)} ${currency}`.trim();
  }
}
