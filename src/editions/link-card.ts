import { Parser } from 'htmlparser2';
import { oneLine } from '../articles/inline-words.ts';
import type { GuardedFetch } from '../platform/fetch-guarded.ts';
import { type EditionBlock, isWebAddress } from './edition-block.ts';

const mostBytes = 3 * 1024 * 1024;
const timeoutMs = 8000;
/** What a page says about itself stands at its beginning. */
const mostRead = 300_000;

export type LinkCardOutcome =
  | { readonly kind: 'card'; readonly block: EditionBlock }
  | { readonly kind: 'refused'; readonly message: string };

/** What a page says about itself, in the words it has for those who share it. */
type PageWords = { readonly title: string; readonly description: string; readonly site: string };

/** Reads the head of a stranger's page: words alone come over, no element and no address. */
export function readPageWords(html: string): PageWords {
  const metas = new Map<string, string>();
  let title = '';
  let isTitle = false;
  const parser = new Parser({
    onopentag(name, { property, name: called, content }) {
      isTitle = name === 'title' && title === '';
      const key = (property ?? called ?? '').toLowerCase();
      if (name === 'meta' && content !== undefined && !metas.has(key)) metas.set(key, oneLine(content));
    },
    ontext(text) {
      if (isTitle) title += text;
    },
    onclosetag() {
      isTitle = false;
    },
  });
  parser.write(html.slice(0, mostRead));
  parser.end();
  const first = (...keys: string[]) => keys.map((key) => metas.get(key) ?? '').find((words) => words !== '');
  return {
    title: first('og:title', 'twitter:title') ?? oneLine(title),
    description: first('og:description', 'twitter:description', 'description') ?? '',
    site: first('og:site_name', 'application-name') ?? '',
  };
}

function decode(body: Buffer, contentType: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

/** A text cut at a word, so that it fits. */
const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;

/**
 * A call to action that leads to a page somewhere else, in that page's own words. Only the open web is asked, once, and nothing
 * of the page but words is kept.
 */
export async function makeLinkCard(fetch: GuardedFetch, address: string): Promise<LinkCardOutcome> {
  const url = address.trim();
  if (!isWebAddress(url) || url.length > 2000)
    return { kind: 'refused', message: 'This is no whole web address: it begins with https://.' };
  const answer = await fetch(url, { mostBytes, timeoutMs, headers: { accept: 'text/html' } });
  if (answer.kind !== 'answered') return { kind: 'refused', message: answer.message };
  if (answer.status !== 200)
    return { kind: 'refused', message: `The page is not to be had: its server answered ${answer.status}.` };
  const contentType = answer.header('content-type') ?? '';
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType))
    return { kind: 'refused', message: 'There is no web page at this address.' };
  const { title, description, site } = readPageWords(decode(answer.body, contentType));
  const host = new URL(url).hostname.replace(/^www\./, '');
  return {
    kind: 'card',
    block: {
      kind: 'call-to-action',
      headline: shortened(title || host, 200),
      text: shortened(description, 300),
      button: `Open it at ${shortened(site || host, 60)}`,
      newsletter: '',
      url,
    },
  };
}
