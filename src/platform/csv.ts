/** Spreadsheets run a cell that begins like this as a formula; an apostrophe keeps it text (OWASP, CSV injection). */
const formulaStart = /^[=+\-@\t\r]/;

/** One field as RFC 4180 wants it, and never a formula. */
export function csvField(value: string): string {
  const text = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end. */
export const csvLine = (values: readonly string[]): string => `${values.map(csvField).join(',')}\r\n`;
