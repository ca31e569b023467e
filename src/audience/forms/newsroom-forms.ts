import { sql } from 'kysely';
import { z } from 'zod';
import { type Language, languages } from '../../../templates/words/languages.ts';
import type { Db } from '../../platform/db.ts';
import { randomId } from '../../platform/random-tokens.ts';

export type FormPlace = 'story' | 'front' | 'elsewhere';

/** A sign-up form the newsroom keeps: its words, its fields, what it offers and where it stands. */
export type NewsroomForm = {
  readonly publicId: string;
  /** What is kept with every reader the form earns. */
  readonly slug: string;
  readonly name: string;
  readonly place: FormPlace;
  /** Where, in the newsroom's words. */
  readonly standsOn: string;
  /** Empty words are those of the story or the newsletter. */
  readonly headline: string;
  readonly promise: string;
  readonly button: string;
  readonly asksName: boolean;
  /** Newsletters, rhythm and tier in the form itself; else they are the next step. */
  readonly showsChoices: boolean;
  /** Slugs of what it offers; none: the story's own newsletter, else the first. */
  readonly newsletters: readonly string[];
  /** The tier it offers; null leaves that to the reader. */
  readonly tier: string | null;
  readonly isEnabled: boolean;
  /** What it speaks wherever it stands; null: the reader's own. */
  readonly language: Language | null;
};

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Please use at most ${most} characters`)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Please keep it on one line');

/** What the newsroom may set about a form. */
export const newsroomFormForm = z.object({
  name: line(80).min(1, 'Please give it a name'),
  standsOn: line(160),
  headline: line(120),
  promise: line(240),
  button: line(40),
  asksName: z.boolean(),
  showsChoices: z.boolean(),
  newsletters: z.array(z.string()).max(50).readonly(),
  tier: z
    .string()
    .max(100)
    .transform((slug) => (slug === '' ? null : slug)),
  isEnabled: z.boolean(),
  language: z
    .enum(['', ...languages], 'Please choose one of these')
    .transform((language) => (language === '' ? null : language)),
});

export type NewsroomFormForm = Readonly<z.infer<typeof newsroomFormForm>>;

/** The slug of a new form. */
export const formSlug = z
  .string()
  .trim()
  .max(60, 'Please use at most 60 characters')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Please use small letters, digits and hyphens');

const columns = sql`
  public_id as "publicId", slug, name, place, stands_on as "standsOn", headline, promise, button,
  asks_name as "asksName", shows_choices as "showsChoices", newsletters, tier, is_enabled as "isEnabled", language
`;

/** All forms: those of the paper's own pages first. */
export async function listForms(db: Db): Promise<readonly NewsroomForm[]> {
  const { rows } = await sql<NewsroomForm>`
    select ${columns} from signup_form order by place = 'elsewhere', id
  `.execute(db);
  return rows;
}

export async function findForm(db: Db, slug: string): Promise<NewsroomForm | null> {
  const { rows } = await sql<NewsroomForm>`select ${columns} from signup_form where slug = ${slug}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The form that stands in stories or on the front page. Both are there from the first migration on. */
export async function readFormAt(db: Db, place: 'story' | 'front'): Promise<NewsroomForm> {
  const { rows } = await sql<NewsroomForm>`select ${columns} from signup_form where place = ${place}`.execute(
    db,
  );
  if (!rows[0]) throw new Error(`the form of the place ${place} is missing`);
  return rows[0];
}

/** Adds a form that stands elsewhere; null when its slug is taken, and nothing is changed then. */
export async function addForm(
  tx: Db,
  slug: string,
  form: NewsroomFormForm,
): Promise<Pick<NewsroomForm, 'publicId'> | null> {
  const publicId = randomId();
  const { numAffectedRows } = await sql`
    insert into signup_form (public_id, slug, name, place, stands_on, headline, promise, button, asks_name,
      shows_choices, newsletters, tier, is_enabled, language)
    values (${publicId}, ${slug}, ${form.name}, 'elsewhere', ${form.standsOn}, ${form.headline}, ${form.promise},
      ${form.button}, ${form.asksName}, ${form.showsChoices}, ${[...form.newsletters]}::text[], ${form.tier},
      ${form.isEnabled}, ${form.language})
    on conflict (slug) do nothing
  `.execute(tx);
  return numAffectedRows === 1n ? { publicId } : null;
}

/** Changes a form. Those of the paper's own pages cannot be switched off: the page would have a hole. */
export async function saveForm(tx: Db, slug: string, form: NewsroomFormForm): Promise<void> {
  await sql`
    update signup_form set name = ${form.name}, stands_on = ${form.standsOn}, headline = ${form.headline},
      promise = ${form.promise}, button = ${form.button}, asks_name = ${form.asksName},
      shows_choices = ${form.showsChoices}, newsletters = ${[...form.newsletters]}::text[], tier = ${form.tier},
      is_enabled = ${form.isEnabled} or place <> 'elsewhere', language = ${form.language}
    where slug = ${slug}
  `.execute(tx);
}

export type FormCounts = {
  readonly form: string;
  readonly asked: number;
  readonly confirmed: number;
};

/** Sign-ups of the last thirty days by form, those of pages and of other people's snippets included. */
export async function countSignUpsByForm(db: Db): Promise<readonly FormCounts[]> {
  const { rows } = await sql<FormCounts>`
    select form, count(*) as asked, count(confirmed_at) as confirmed from sign_up
    where created_at > now() - interval '30 days' group by form order by asked desc, form limit 100
  `.execute(db);
  return rows;
}

/** When a form was first used; null while it waits for its first sign-up. */
export async function findFirstSignUp(db: Db, form: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(created_at) as at from sign_up where form = ${form}
  `.execute(db);
  return rows[0]?.at ?? null;
}
