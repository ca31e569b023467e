const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text inside an XML 1.0 document: what has a meaning is escaped, what the standard forbids (section 2.2) is left out. */
export const xml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[<>&"']/g, (sign) => entities[sign] ?? sign);

/** An element, or nothing where there is no text. */
export const element = (name: string, text: string): string =>
  text === '' ? '' : `<${name}>${xml(text)}</${name}>`;
