import { type Words, english } from './english.ts';
import { spanish } from './spanish.ts';

export type { Words };

/** Every language readers can be spoken to in, by its code (ISO 639). A further one is one more line here. */
const dictionaries = { en: english, es: spanish } as const satisfies Record<string, Words>;

/** Why a form is given back, as a word that the dictionaries explain. */
export type ReaderProblem = keyof Words['problems'];

export type Language = keyof typeof dictionaries;

export const languages = Object.keys(dictionaries) as readonly Language[];

export const isLanguage = (text: unknown): text is Language =>
  typeof text === 'string' && Object.hasOwn(dictionaries, text);

/** All words of a language. */
export const wordsIn = (language: Language): Words => dictionaries[language];

/** For the fields of forms and imports: the languages as the newsroom's own pages, which are in English, call them. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Spanish' };
