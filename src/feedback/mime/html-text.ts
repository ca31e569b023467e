const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  atilde: 'ã',
  otilde: 'õ',
  ecirc: 'ê',
  rsquo: "'",
};

const silent = new Set(['style', 'script', 'head', 'title']);
const lineBreaking = /^\/?(?:br|p|div|tr|td|th|table|li|ul|ol|h[1-6]|hr|pre|blockquote)$/;

const codePoint = (number: number): string =>
  number > 0 && number <= 0x10_ff_ff ? String.fromCodePoint(number) : ' ';

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof decimal === 'string') return codePoint(Number.parseInt(decimal, 10));
    if (typeof hex === 'string') return codePoint(Number.parseInt(hex, 16));
    return typeof name === 'string' ? (entities[name.toLowerCase()] ?? whole) : whole;
  });

/** The words of an HTML part, a line a block, in one pass. An address in angle brackets is no tag and stays. */
export function textOfHtml(html: string): string {
  const out: string[] = [];
  const lower = html.toLowerCase();
  /** Silent elements that are never closed: looked for once, so that a thousand of them cost no more than one. */
  const neverClosed = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    out.push(html.slice(at, open).replaceAll('\n', ' '));
    const close = html.indexOf('>', open);
    if (close === -1) break;
    const inside = html.slice(open + 1, Math.min(close, open + 200));
    const name = (/^\/?[a-z][a-z0-9]{0,20}/i.exec(inside)?.[0] ?? '').toLowerCase();
    at = close + 1;
    if (inside.includes('@') && !/[\s="]/.test(inside)) out.push(`<${inside}>`);
    else if (silent.has(name) && !neverClosed.has(name)) {
      const end = lower.indexOf(`</${name}`, at);
      if (end === -1) neverClosed.add(name);
      else at = end;
    } else if (lineBreaking.test(name)) out.push('\n');
  }
  out.push(html.slice(at));
  return decodeEntities(out.join(''));
}
