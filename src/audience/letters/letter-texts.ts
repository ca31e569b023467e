import { sql } from 'kysely';
import { z } from 'zod';
import { type Language, wordsIn } from '../../../templates/words/languages.ts';
import type { Db } from '../../platform/db.ts';
import { type LetterKind, type LetterWords, letterKinds, unknownTags } from './letter-kinds.ts';

export type LetterText = LetterWords & {
  readonly kind: LetterKind;
  readonly isOn: boolean;
  readonly days: number;
  /** Whether the newsroom has written it. */
  readonly isOwn: boolean;
};

const defaultText = (kind: LetterKind): LetterText => {
  const { isOn, days } = letterKinds[kind];
  return { kind, isOn, days, isOwn: false, ...wordsIn('en').letters[kind] };
};

/** What a letter says to a reader of this language: the newsroom's own words as they were written, else the dictionary's. */
export const letterIn = (text: LetterText, language: Language): LetterText =>
  text.isOwn ? text : { ...text, ...wordsIn(language).letters[text.kind] };

/** What a letter says now, in English where the newsroom has not written it; see {@link letterIn}. */
export async function readLetterText(db: Db, kind: LetterKind): Promise<LetterText> {
  const { rows } = await sql<LetterText>`
    select kind, is_on as "isOn", days, subject, headline, body, button, true as "isOwn"
    from letter_text where kind = ${kind}
  `.execute(db);
  return rows[0] ?? defaultText(kind);
}

/** All letters, in the order a reader meets them. */
export function listLetterTexts(db: Db): Promise<readonly LetterText[]> {
  const kinds = Object.keys(letterKinds) as LetterKind[];
  return Promise.all(kinds.map((kind) => readLetterText(db, kind)));
}

const line = (kind: LetterKind, most: number) =>
  z
    .string()
    .trim()
    .min(1, 'Please write something here')
    .max(most, `Please keep it to ${most} characters`)
    .refine((text) => !/[\r\n]/.test(text), 'Please keep it on one line')
    .refine(...knowsTags(kind));

const knowsTags = (kind: LetterKind): [(text: string) => boolean, string] => [
  (text) => unknownTags(kind, text).length === 0,
  `Only these can be filled in: ${letterKinds[kind].tags.map((tag) => `{{${tag}}}`).join(', ')}`,
];

/** What a letter may be changed to. */
export const letterTextForm = (kind: LetterKind) =>
  z.object({
    isOn: z.boolean(),
    days: z
      .string()
      .trim()
      .regex(/^\d{1,3}$/, 'Please give a number of days from 0 to 365')
      .transform(Number)
      .refine((days) => days <= 365, 'Please give a number of days from 0 to 365'),
    subject: line(kind, 120),
    headline: line(kind, 120),
    body: z
      .string()
      .trim()
      .transform((text) => text.replace(/\r\n?/g, '\n'))
      .pipe(
        z
          .string()
          .min(1, 'Please write something here')
          .max(3000, 'Please keep it to 3000 characters')
          .refine(...knowsTags(kind)),
      ),
    button: line(kind, 60),
  });

export type LetterTextChange = z.infer<ReturnType<typeof letterTextForm>>;

export async function saveLetterText(tx: Db, kind: LetterKind, text: LetterTextChange): Promise<void> {
  await sql`
    insert into letter_text (kind, is_on, days, subject, headline, body, button)
    values (${kind}, ${text.isOn}, ${text.days}, ${text.subject}, ${text.headline}, ${text.body}, ${text.button})
    on conflict (kind) do update set is_on = excluded.is_on, days = excluded.days, subject = excluded.subject,
      headline = excluded.headline, body = excluded.body, button = excluded.button, changed_at = now()
  `.execute(tx);
}

/** Gives a letter the program's own words back. */
export async function resetLetterText(tx: Db, kind: LetterKind): Promise<void> {
  await sql`delete from letter_text where kind = ${kind}`.execute(tx);
}

/** Takes an occasion for a letter: false when it had its letter before. In the transaction that queues the mail. */
export async function takeOccasion(tx: Db, kind: LetterKind, occasion: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into letter_sent (kind, occasion) values (${kind}, ${occasion}) on conflict (kind, occasion) do nothing
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** For the `where` of a query that looks for occasions: true while this one had no letter. */
export const hadNoLetter = (kind: LetterKind, occasion: ReturnType<typeof sql>) =>
  sql<boolean>`not exists (select from letter_sent where kind = ${kind} and letter_sent.occasion = ${occasion})`;
