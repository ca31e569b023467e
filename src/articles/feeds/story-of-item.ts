import { createHash } from 'node:crypto';
import { type ArticleBlock, wordsOf } from '../article-block.ts';
import { firstSentence } from '../first-sentence.ts';
import { readHtmlBlocks, textOfHtml } from '../html-blocks.ts';
import { oneLine } from '../inline-words.ts';
import type { FeedItem, FeedText } from './feed-item.ts';

export type ItemStory = {
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly blocks: readonly ArticleBlock[];
  readonly publishedAt: Date;
  readonly picture: FeedItem['picture'];
};

export type ItemReading =
  | { readonly kind: 'story'; readonly story: ItemStory }
  | { readonly kind: 'refused'; readonly title: string; readonly reason: string };

const most = { title: 200, made: 90, dek: 400, byline: 120, text: 1024 * 1024 };
const earliest = Date.parse('1990-01-01T00:00:00Z');

function blocksOf(text: FeedText | null): ReturnType<typeof readHtmlBlocks> {
  if (text === null) return { blocks: [], picture: null };
  if (text.kind === 'html') return readHtmlBlocks(text.value);
  const paragraphs = text.value.split(/\n\s*\n/).map(oneLine);
  return {
    blocks: paragraphs.filter((each) => each !== '').map((each) => ({ kind: 'paragraph', text: each })),
    picture: null,
  };
}

const plainOf = (text: FeedText | null): string =>
  text === null ? '' : text.kind === 'html' ? textOfHtml(text.value) : oneLine(text.value);

/** Shortened between words. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const head = text.slice(0, longest - 1);
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > longest / 2 ? space : undefined).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A summary that only repeats how the story begins is no dek. */
function dekOf(summary: string, blocks: readonly ArticleBlock[]): string {
  const opening = blocks.find((block) => block.kind === 'paragraph')?.text ?? '';
  const beginning = summary.slice(0, 60).replace(/(?:\[?(?:…|\.\.\.|&hellip;)\]?)?\s*$/, '');
  if (opening.startsWith(beginning)) return '';
  return cut(summary.replace(/\s*\[(?:…|\.\.\.)\]$/, '…'), most.dek);
}

/** `bea@example.org (Bea Ortiz)` is Bea Ortiz; an address alone is nobody's byline. */
function bylineOf(author: string | null): string {
  // Cut first: the patterns below would take minutes over a megabyte of @.
  const name = oneLine((author ?? '').slice(0, 500));
  const inBrackets = /^\S+@\S+\s*\((.+)\)$/.exec(name)?.[1];
  const shown = inBrackets ?? name;
  return /^\S+@\S+$/.test(shown) ? '' : cut(shown, most.byline);
}

/** A date that cannot be read, or that is not here yet, is now: readers would find tomorrow's story above today's. */
function dateOf(text: string | null, now: Date): Date {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) || at < earliest || at > now.getTime() ? now : new Date(at);
}

const absolute = (src: string, base: string): string | null =>
  URL.canParse(src, base) && /^https?:/.test(new URL(src, base).protocol) ? new URL(src, base).href : null;

/** What becomes of an item: words only, within the lengths our own editors keep to. */
export function storyOfItem(item: FeedItem, feedUrl: string, now: Date): ItemReading {
  const content = blocksOf(item.content);
  const { blocks, picture } = content.blocks.length > 0 ? content : blocksOf(item.summary);
  const opening = blocks.find((block) => wordsOf(block) !== '');
  const title = cut(
    plainOf(item.title) || firstSentence(opening ? wordsOf(opening) : '', most.made),
    most.title,
  );
  if (opening === undefined) return { kind: 'refused', title, reason: 'It has no text.' };
  if (JSON.stringify(blocks).length > most.text)
    return { kind: 'refused', title, reason: 'Its text is longer than 1 MB.' };
  const named = item.picture ?? picture;
  const base = item.link !== null && URL.canParse(item.link) ? item.link : feedUrl;
  const src = named === null ? null : absolute(named.src, base);
  const alt = named?.alt || (picture?.alt ?? '');
  return {
    kind: 'story',
    story: {
      title,
      dek: content.blocks.length > 0 ? dekOf(plainOf(item.summary), blocks) : '',
      byline: bylineOf(item.author),
      blocks,
      publishedAt: dateOf(item.published, now),
      picture: src === null ? null : { src, alt: cut(alt, 300) },
    },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Changes when an item says something new. Dates do not count: some feeds make them up at every look. */
export const contentHashOf = ({ title, dek, byline, blocks, picture }: ItemStory): string =>
  sha256(JSON.stringify([title, dek, byline, blocks, picture?.src ?? null]));

/**
 * What an item is known by for ever. An id that is an address of its own (https:, tag:, urn:) means the same in every feed of
 * a newsroom; a bare number only within its host. Without an id its link counts, without a link its title and date.
 */
export function identityOf(item: FeedItem, feedUrl: string, contentHash: string): string {
  const { host } = new URL(feedUrl);
  if (item.id !== null)
    return sha256(/^(?:https?:\/\/|tag:|urn:)/i.test(item.id) ? `id ${item.id}` : `id ${host} ${item.id}`);
  if (item.link !== null) return sha256(`id ${absolute(item.link, feedUrl) ?? item.link}`);
  return sha256(`words ${host} ${plainOf(item.title)} ${item.published ?? contentHash}`);
}
