import type { Request, Response } from 'express';
import type { LanguageLink } from '../../../templates/pages/reader/site.ts';
import { type Language, type Words, wordsIn } from '../../../templates/words/languages.ts';
import {
  type Publication,
  offeredLanguages,
  parseOffered,
  readPublication,
  spokenTo,
} from '../../newsletters/publication.ts';
import { textOf } from '../form-body.ts';
import type { Zone } from '../moments.ts';
import type { WebSetting } from '../web-setting.ts';
import { findReader } from './account/account-door.ts';

/** What the routers are given, and how this visit is spoken to. */
export type Visit = WebSetting & {
  readonly publication: Publication;
  readonly language: Language;
  readonly words: Words;
  /** Tells moments in the newsroom's zone and this language. */
  readonly zone: Zone;
  /** The address of the page chose the language: its links and forms carry it on. */
  readonly isCarried: boolean;
  readonly otherLanguages: readonly LanguageLink[];
};

/** What is known of the language beside the request itself. */
export type KnownLanguage = {
  /** Of the reader whose link it is. Without it, who is signed in with this browser is asked. */
  readonly reader?: string | null | undefined;
  /** Of the newsroom's form this page is. */
  readonly form?: string | null | undefined;
};

/** No browser says more about its languages. */
const longestHeader = 300;

function browsersOwn(request: Request, publication: Publication): Language {
  const header = request.get('accept-language') ?? '';
  if (header === '' || header.length > longestHeader) return publication.language;
  const accepted = request.acceptsLanguages([...offeredLanguages(publication)]);
  return parseOffered(publication, accepted || null) ?? publication.language;
}

/** The path of this page: two slashes would lead to somebody else's site. */
const pathOf = ({ baseUrl, path }: Request): string => `${baseUrl}${path}`.replace(/^\/+/, '/');

function linksTo(request: Request, languages: readonly Language[]): readonly LanguageLink[] {
  // What a post answered cannot be asked for again by a link.
  if (request.method !== 'GET' && request.method !== 'HEAD') return [];
  return languages.map((language) => {
    const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
    query.set('lang', language);
    return { language, href: `${pathOf(request)}?${query.toString()}` };
  });
}

const speaking = (setting: WebSetting, publication: Publication, language: Language) => ({
  ...setting,
  publication,
  language,
  words: wordsIn(language),
  zone: { timeZone: publication.timeZone, speaks: language },
});

/**
 * In which language a visit is spoken to. First of all what the address says (`?lang=es`), then the reader's own choice, then
 * the form's, then what the browser asks for, then the publication's; always one that is offered. Nothing is stored.
 */
export async function visitOf(
  setting: WebSetting,
  response: Response,
  known: KnownLanguage = {},
): Promise<Visit> {
  const request = response.req;
  const publication = await readPublication(setting.db);
  const offered = offeredLanguages(publication);
  if (offered.length === 1) {
    response.setHeader('Content-Language', publication.language);
    return { ...speaking(setting, publication, publication.language), ...unasked };
  }
  const asked = parseOffered(publication, textOf(request.query, 'lang') || textOf(request.body, 'lang'));
  const reader =
    known.reader === undefined ? (await findReader(setting, request))?.subscriber.language : known.reader;
  const language =
    asked ??
    parseOffered(publication, reader) ??
    parseOffered(publication, known.form) ??
    browsersOwn(request, publication);
  response.setHeader('Content-Language', language);
  response.vary('Accept-Language');
  return {
    ...speaking(setting, publication, language),
    isCarried: asked !== null,
    otherLanguages: linksTo(
      request,
      offered.filter((other) => other !== language),
    ),
  };
}

const unasked = { isCarried: false, otherLanguages: [] };

/** For what is made for everybody alike: in this language if it is offered, else the publication's. */
export async function visitIn(setting: WebSetting, language: string | null): Promise<Visit> {
  const publication = await readPublication(setting.db);
  return { ...speaking(setting, publication, spokenTo(publication, language)), ...unasked };
}

/** For what the newsroom or a developer looks at: in English, like all their pages. */
export const visitInEnglish = async (setting: WebSetting): Promise<Visit> => ({
  ...speaking(setting, await readPublication(setting.db), 'en'),
  ...unasked,
});
