import { Parser } from 'htmlparser2';
import { textOfHtml } from '../html-blocks.ts';
import { oneLine } from '../inline-words.ts';
import { type FeedItem, type FeedReading, mostItems } from './feed-item.ts';
import { type ItemDraft, emptyDraft, finishDraft, takeAttributes, takeText } from './item-draft.ts';
import { createNames } from './xml-names.ts';

/** A sentence for the editor. */
class Refused extends Error {}

const deepest = 200;
const longestText = 1024 * 1024;

const notAFeed = 'The address answers with something that is not a feed.';
const webPage = 'The address answers with a web page, not with a feed.';
const declaresTypes =
  'The feed declares a document type with entities of its own (a DTD). Such a file can be a trap and is not read.';
const brokenOff = 'The feed breaks off in the middle.';

/** Where some feeds put markup without escaping it. */
const mayHoldMarkup: ReadonlySet<string> = new Set(['description', 'content:encoded', 'summary', 'content']);

const roots: ReadonlySet<string> = new Set(['rss', 'feed', 'rdf:rdf']);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** One open element: its name for us, and how its text is to be read. */
type Open = { readonly name: string; readonly type: string };

/** A tag of XHTML inside an item, written anew with the attributes that are looked at later. */
function tagOf(name: string, attributes: Readonly<Record<string, string>>): string {
  const kept = ['src', 'alt', 'width', 'height'].flatMap((each) =>
    attributes[each] === undefined ? [] : [` ${each}="${escaped(attributes[each])}"`],
  );
  return `<${name}${kept.join('')}>`;
}

/**
 * Reads RSS and Atom as a stream of tags. There is no table of entities to fill: only the five of XML and numbers mean
 * anything, and a file that brings a document type is not read at all. Depth, items and the length of a text are limited.
 */
class FeedReader {
  readonly items: FeedItem[] = [];
  title = '';
  isWhole = false;
  private readonly names = createNames();
  private readonly open: Open[] = [];
  private draft: ItemDraft | null = null;
  private text = '';
  /** How deep the XHTML of a text is; 0 outside of one. */
  private markup = 0;

  instruct(name: string): void {
    if (name.toLowerCase() === '!doctype') throw new Refused(declaresTypes);
  }

  begin(written: string, attributes: Readonly<Record<string, string>>): void {
    this.names.declare(attributes);
    const name = this.names.nameOf(written);
    if (this.open.length === 0 && !roots.has(name)) throw new Refused(name === 'html' ? webPage : notAFeed);
    if (this.open.length + this.markup > deepest) throw new Refused('The feed is nested too deeply.');
    const parent = this.open.at(-1);
    if (
      this.draft &&
      parent &&
      (this.markup > 0 || parent.type === 'xhtml' || mayHoldMarkup.has(parent.name))
    ) {
      this.markup += 1;
      this.add(tagOf(name.replace(/^.*:/, ''), attributes));
      return;
    }
    const isRss = this.open[0]?.name !== 'feed';
    this.open.push({ name, type: attributes['type']?.toLowerCase() ?? (isRss ? 'rss' : 'text') });
    this.text = '';
    if (name === 'item' || name === 'entry') this.draft = emptyDraft();
    if (this.draft) takeAttributes(this.draft, name, attributes);
  }

  add(text: string): void {
    if (this.text.length < longestText) this.text += text;
  }

  addText(text: string): void {
    this.add(this.markup > 0 ? escaped(text) : text);
  }

  end(written: string, isImplied: boolean): void {
    if (this.markup > 0) {
      this.markup -= 1;
      this.add(`</${written.replace(/^.*:/, '')}>`);
      return;
    }
    const closing = this.open.pop();
    if (!closing || isImplied) return;
    const parent = this.open.at(-1)?.name ?? '';
    if (this.open.length === 0) this.isWhole = true;
    else if (this.draft && (closing.name === 'item' || closing.name === 'entry')) {
      if (this.items.length < mostItems) this.items.push(finishDraft(this.draft));
      this.draft = null;
    } else if (this.draft) takeText(this.draft, { ...closing, parent }, this.text);
    else if (closing.name === 'title' && (parent === 'channel' || parent === 'feed') && this.title === '')
      this.title = oneLine(textOfHtml(this.text)).slice(0, 200);
    this.text = '';
  }
}

export function readXmlFeed(text: string): FeedReading {
  if (/^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b/i.test(text.slice(0, 3000)))
    return { kind: 'refused', message: webPage };
  const reader = new FeedReader();
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => reader.instruct(name),
      onopentag: (name, attributes) => reader.begin(name, attributes),
      ontext: (piece) => reader.addText(piece),
      onclosetag: (name, isImplied) => reader.end(name, isImplied),
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    parser.end(text);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', message: error.message };
    throw error;
  }
  if (reader.isWhole) return { kind: 'feed', title: reader.title, items: reader.items };
  return {
    kind: 'refused',
    message: text.includes('<item') || text.includes('<entry') ? brokenOff : notAFeed,
  };
}
