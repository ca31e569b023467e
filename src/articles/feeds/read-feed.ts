import { decodeFeed } from './decode-feed.ts';
import type { FeedReading } from './feed-item.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { readXmlFeed } from './read-xml-feed.ts';

/** Reads RSS, Atom or JSON Feed, by what it is and not by what its header says. */
export function readFeed(bytes: Uint8Array, contentType: string): FeedReading {
  const decoded = decodeFeed(bytes, contentType);
  if (decoded.kind === 'refused') return decoded;
  const text = decoded.text.replace(/^\ufeff/, '').trimStart();
  if (text === '') return { kind: 'refused', message: 'The address answers with nothing.' };
  return text.startsWith('{') ? readJsonFeed(text) : readXmlFeed(text);
}
