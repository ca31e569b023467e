import { sql } from 'kysely';
import { type Language, languages, wordsIn } from '../../templates/words/languages.ts';
import { isActiveNow } from '../audience/reachable.ts';
import { listVariants } from '../delivery/mailings.ts';
import type { Publication } from '../newsletters/publication.ts';
import type { Db, Fragment } from '../platform/db.ts';
import type { Edition } from './sql/editions.ts';

/**
 * The number of a language among the variants of a mailing, within the first of its subjects (`subject-test/arms.ts`). It is
 * kept with the rows, so new languages come last.
 */
export const variantOf = (language: Language): number => languages.indexOf(language);

/** In which languages the frame of an edition speaks: the publication's for everybody who has none of the others. */
export type SpokenLanguages = { readonly own: Language; readonly others: readonly Language[] };

/**
 * The languages an edition is rendered in: the publication's, those on offer that readers of its newsletter have chosen, and
 * those its mailing has texts in already, since a correction has to reach them all.
 */
export async function readSpokenLanguages(
  db: Db,
  { language: own, otherLanguages }: Publication,
  { newsletterId, mailingId }: Pick<Edition, 'newsletterId' | 'mailingId'>,
): Promise<SpokenLanguages> {
  const begun = mailingId === null ? [] : await listVariants(db, mailingId);
  const chosen = otherLanguages.length === 0 ? [] : await listChosen(db, newsletterId, otherLanguages);
  const others = languages.filter(
    (language) => language !== own && (chosen.includes(language) || begun.includes(variantOf(language))),
  );
  return { own, others };
}

async function listChosen(
  db: Db,
  newsletterId: number,
  offered: readonly Language[],
): Promise<readonly Language[]> {
  const { rows } = await sql<{ language: Language }>`
    select language from unnest(${[...offered]}::text[]) as offered (language)
    where exists (
      select from subscription join subscriber on subscriber.id = subscription.subscriber_id
      where subscription.newsletter_id = ${newsletterId} and subscriber.language = offered.language and ${isActiveNow}
    )
  `.execute(db);
  return rows.map(({ language }) => language);
}

/** Chooses by the language of a row of `subscriber`. With one language nothing is looked at. */
const byLanguage = (
  { own, others }: SpokenLanguages,
  valueOf: (language: Language) => Fragment,
): Fragment => {
  if (others.length === 0) return valueOf(own);
  const whens = others.map((language) => sql`when ${language} then ${valueOf(language)}`);
  return sql`case subscriber.language ${sql.join(whens, sql` `)} else ${valueOf(own)} end`;
};

/** The variant that a row of `subscriber` gets. */
export const variantFor = (spoken: SpokenLanguages): Fragment =>
  byLanguage(spoken, (language) => sql`${variantOf(language)}::smallint`);

const nameMark = '{name}';

/** The line that greets a row of `subscriber`, in the same language. */
export const greetingFor = (spoken: SpokenLanguages): Fragment =>
  byLanguage(spoken, (language) => {
    const { greeting } = wordsIn(language).mails.edition;
    const [before = '', after = ''] = greeting(nameMark).split(nameMark);
    return sql`case when subscriber.name is null or subscriber.name = '' then ${greeting('')}::text
      else ${before}::text || split_part(subscriber.name, ' ', 1) || ${after}::text end`;
  });
