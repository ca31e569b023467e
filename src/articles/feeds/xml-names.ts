/** The vocabularies we read, by the name we know each under; an Atom element is known by its bare name. */
const known: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/atom': '',
  'http://purl.org/rss/1.0/': '',
  'http://purl.org/rss/1.0/modules/content/': 'content:',
  'http://purl.org/dc/elements/1.1/': 'dc:',
  'http://search.yahoo.com/mrss/': 'media:',
  'http://search.yahoo.com/mrss': 'media:',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf:',
  'http://www.w3.org/1999/xhtml': 'xhtml:',
};

const usual: Readonly<Record<string, string>> = {
  atom: '',
  content: 'content:',
  dc: 'dc:',
  media: 'media:',
  rdf: 'rdf:',
  xhtml: 'xhtml:',
};

/** Names elements by their vocabulary, whatever prefix a feed chose for it. */
export function createNames() {
  const prefixes = new Map(Object.entries(usual));
  return {
    /** Takes note of what an element declares. */
    declare(attributes: Readonly<Record<string, string>>): void {
      for (const [name, value] of Object.entries(attributes)) {
        const prefix = /^xmlns:(\S{1,60})$/.exec(name)?.[1];
        if (prefix !== undefined && prefixes.size < 200)
          prefixes.set(prefix, known[value.toLowerCase()] ?? `${prefix}:`);
      }
    },
    nameOf(written: string): string {
      const colon = written.indexOf(':');
      if (colon < 0) return written.toLowerCase();
      const prefix = written.slice(0, colon);
      return `${prefixes.get(prefix) ?? `${prefix}:`}${written.slice(colon + 1)}`.toLowerCase();
    },
  };
}
