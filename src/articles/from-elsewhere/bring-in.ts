import { createHash } from 'node:crypto';
import type { Db } from '../../platform/db.ts';
import { encodePicture } from '../../platform/encode-picture.ts';
import type { GuardedFetch } from '../../platform/fetch-guarded.ts';
import { keepPictureInWidths } from '../../platform/media.ts';
import { recordAct } from '../../staff/audit.ts';
import { type ArticleBlock, wordsOf } from '../article-block.ts';
import { type DecodeOutcome, decodeText } from '../decode-text.ts';
import { type Draft, addDraft, draftObject, findDraft } from '../drafts/drafts.ts';
import { type StoryContent, emptyContent } from '../drafts/story-content.ts';
import { decodeFeed } from '../feeds/decode-feed.ts';
import { firstSentence } from '../first-sentence.ts';
import { readHtmlBlocks } from '../html-blocks.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';
import { parsePlainText } from '../plain-text.ts';
import { ownAddress, pageAddress } from './page-address.ts';
import { type PageFacts, readPageFacts } from './page-facts.ts';
import { readPageText } from './page-text.ts';

export type BroughtIn =
  /** `isNew` is false when it came before: that is the draft. */
  | { readonly kind: 'draft'; readonly draft: Draft; readonly isNew: boolean }
  | { readonly kind: 'refused'; readonly field: 'url' | 'text'; readonly message: string };

const page = { mostBytes: 2 * 1024 * 1024, timeoutMs: 10_000 };
const picture = { mostBytes: 10 * 1024 * 1024, timeoutMs: 8000 };
const most = { title: 200, dek: 400, byline: 120, body: 200_000 };

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/\s+\S*$/, '')}…`;

/** What a story is while nobody has looked at it: words within the lengths of our own. */
function contentOf(
  facts: Pick<PageFacts, 'title' | 'dek' | 'byline'>,
  blocks: readonly ArticleBlock[],
): StoryContent {
  const opening = blocks.map(wordsOf).find((words) => words !== '') ?? '';
  // A summary that only repeats how the story begins is none.
  const dek = opening.startsWith(facts.dek.replace(/(?:…|\.{3})$/, '').slice(0, 60)) ? '' : facts.dek;
  return {
    ...emptyContent,
    title: cut(facts.title || firstSentence(opening, 90), most.title),
    dek: cut(dek, most.dek),
    byline: cut(facts.byline, most.byline),
    body: writeMarkdown(blocks),
  };
}

/** Keeps a story that came in as a draft, once. */
async function keep(
  db: Db,
  {
    content,
    sourceUrl,
    by,
    action,
  }: { content: StoryContent; sourceUrl: string; by: string; action: string },
): Promise<BroughtIn> {
  if (content.body.length > most.body)
    return {
      kind: 'refused',
      field: 'text',
      message: 'It has more than 200,000 characters: please bring it in in parts',
    };
  const added = await db.transaction().execute(async (tx) => {
    const draft = await addDraft(tx, { content, by, sourceUrl }, 'brought in');
    if (draft) await recordAct(tx, { actor: by, action, object: draftObject(draft) });
    return draft;
  });
  if (added) return { kind: 'draft', draft: added, isNew: true };
  const known = await findDraft(db, { sourceUrl });
  if (!known) throw new Error('a draft was there and is gone');
  return { kind: 'draft', draft: known, isNew: false };
}

/** The picture a page shows to those who share it, made anew; what it shows is for a person to say, unless the page does. */
async function takePicture(
  db: Db,
  fetch: GuardedFetch,
  facts: PageFacts,
  base: string,
): Promise<StoryContent['picture']> {
  const src = facts.picture && pageAddress(facts.picture.src, base);
  if (!src) return null;
  const answer = await fetch(src, { ...picture, headers: { accept: 'image/*' } });
  if (answer.kind !== 'answered' || answer.status !== 200) return null;
  const encoded = await encodePicture(answer.body);
  if (encoded.kind === 'refused') return null;
  const mediaId = await keepPictureInWidths(db, encoded.files);
  return { mediaId, alt: cut(facts.picture?.alt ?? '', 300), isDecoration: false, caption: '', credit: '' };
}

type PageSetting = {
  readonly fetch: GuardedFetch;
  readonly publicUrl: string;
  readonly by: string;
  /** What is known about it already: it counts before what the page says. */
  readonly facts?: Partial<StoryContent> | undefined;
};

/**
 * Fetches a story from a page of the open web, as a draft to look at: what the page says about itself first, then its text. It is
 * known by the page's own address, however it was reached.
 */
export async function bringInPage(
  db: Db,
  url: string,
  { fetch, publicUrl, by, facts: given }: PageSetting,
): Promise<BroughtIn> {
  const refuse = (message: string): BroughtIn => ({ kind: 'refused', field: 'url', message });
  const asked = pageAddress(url);
  if (asked === null) return refuse('Please give an address such as https://example.org/story');
  const early = await findDraft(db, { sourceUrl: asked });
  if (early) return { kind: 'draft', draft: early, isNew: false };

  const headers = { accept: 'text/html, application/xhtml+xml', 'user-agent': `Doorstep (+${publicUrl})` };
  const answer = await fetch(asked, { ...page, headers });
  if (answer.kind !== 'answered') return refuse(answer.message);
  if (answer.status !== 200) return refuse(`The page answers ${answer.status}, and no story came.`);
  const type = answer.header('content-type') ?? '';
  if (!/html/i.test(type)) return refuse('This address leads to no page, but to a file.');
  const decoded = decodeFeed(answer.body, type);
  if (decoded.kind === 'refused') return refuse('The page is written in signs that cannot be read.');

  const facts = readPageFacts(decoded.text);
  const sourceUrl = ownAddress(answer.url, facts.canonical);
  const known = await findDraft(db, { sourceUrl });
  if (known) return { kind: 'draft', draft: known, isNew: false };
  const blocks = await readPageText(decoded.text, answer.url);
  if (blocks.length === 0)
    return refuse('No text of a story was found on this page. Please paste it instead.');
  const shown = await takePicture(db, fetch, facts, answer.url);
  const content = { ...contentOf(facts, blocks), picture: shown, ...given };
  return keep(db, { content, sourceUrl, by, action: 'fetched a story from a page' });
}

export type Pasted = {
  readonly form: 'text' | 'markdown' | 'html';
  readonly text: string;
  readonly title: string;
};

/** The headline is what is given, else the heading a file begins with, else its first sentence. */
function readMarkdown(text: string, given: string): StoryContent {
  const [whole = '', heading = ''] = given === '' ? (/^#[ \t]+(.+)\n+/.exec(text) ?? []) : [];
  const body = text.slice(whole.length);
  const title = given || heading.trim() || firstSentence(body.replaceAll(/[*_`#>[\]]/g, ''), 90);
  return { ...emptyContent, title: cut(title, most.title), body };
}

function readPasted({ form, text, title }: Pasted): StoryContent | string {
  if (form === 'markdown') return readMarkdown(text.trim(), title.trim());
  if (form === 'html') {
    const facts = readPageFacts(text);
    const { blocks } = readHtmlBlocks(text, { keepsMarks: true });
    return contentOf({ ...facts, title: title.trim() || facts.title }, blocks);
  }
  const parsed = parsePlainText(Buffer.from(text), title.trim() === '' ? {} : { title });
  if (parsed.kind === 'refused') return parsed.message;
  return contentOf({ title: parsed.title, dek: '', byline: '' }, parsed.blocks);
}

/** HTML says itself how it is written, Markdown is UTF-8 as other files are. */
function decodeFile(form: Pasted['form'], bytes: Uint8Array): DecodeOutcome {
  if (form !== 'html') return decodeText(bytes);
  const decoded = decodeFeed(bytes, 'text/html');
  const message = 'The page is written in signs that cannot be read.';
  return decoded.kind === 'refused' ? { kind: 'refused', reason: 'binary', message } : decoded;
}

/** Takes a file in as a draft to look at, like text that is pasted. */
export async function bringInFile(
  db: Db,
  { bytes, ...file }: Omit<Pasted, 'text'> & { readonly bytes: Uint8Array },
  who: { readonly by: string; readonly facts: Partial<StoryContent> },
): Promise<BroughtIn> {
  const decoded = decodeFile(file.form, bytes);
  if (decoded.kind === 'refused') return { kind: 'refused', field: 'text', message: decoded.message };
  return bringInText(db, { ...file, text: decoded.text }, who);
}

/** Takes pasted text, Markdown or HTML in as a draft to look at. The same again is the same draft. */
export async function bringInText(
  db: Db,
  pasted: Pasted,
  { by, facts }: { readonly by: string; readonly facts: Partial<StoryContent> },
): Promise<BroughtIn> {
  const read = readPasted(pasted);
  if (typeof read === 'string') return { kind: 'refused', field: 'text', message: read };
  if (read.body === '') return { kind: 'refused', field: 'text', message: 'There is no text in it' };
  const hash = createHash('sha256').update(read.body).digest('hex');
  const content = { ...read, ...facts };
  return keep(db, { content, sourceUrl: `urn:sha256:${hash}`, by, action: 'brought a story in' });
}
