import { sql } from 'kysely';
import { z } from 'zod';
import { domainOf } from '../delivery/mail-sender.ts';
import type { Db } from '../platform/db.ts';
import type { Look } from './look.ts';
import type { Publication } from './publication.ts';

export const rhythms = ['each_story', 'daily', 'weekly'] as const;
/** How often a subscriber wants a newsletter. */
export type Rhythm = (typeof rhythms)[number];

export const isRhythm = (text: unknown): text is Rhythm => rhythms.some((rhythm) => rhythm === text);

export type Newsletter = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
  readonly senderName: string | null;
  readonly rhythms: readonly Rhythm[];
  readonly defaultRhythm: Rhythm;
  readonly undoSeconds: number;
  readonly isOpen: boolean;
  /** Links of its mails lead through us, so that clicks are counted. */
  readonly tracksClicks: boolean;
  /** Its mails carry a picture that says they were opened. */
  readonly tracksOpens: boolean;
  /** Its editions leave only when somebody who did not write them has said yes. */
  readonly needsApproval: boolean;
  /** How its mails look. */
  readonly look: Look;
  /** The version of its own template that is in force; null: the standard template. */
  readonly templateVersion: number | null;
};

const text = (most: number, missing: string) =>
  z.string().trim().min(1, missing).max(most, `Please use at most ${most} characters`);

const undoWords = 'Please give 0 to 600 seconds';

/** What the newsroom may set about a newsletter. */
export const newsletterForm = z
  .object({
    slug: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Please use small letters, digits and hyphens'),
    name: text(80, 'Please give it a name'),
    promise: text(200, 'Please promise readers in one sentence what they get'),
    frequency: text(60, 'Please say how often it comes'),
    senderName: z
      .string()
      .trim()
      .max(80, 'Please use at most 80 characters')
      .transform((name) => (name === '' ? null : name)),
    rhythms: z.array(z.enum(rhythms)).min(1, 'Please offer at least one rhythm'),
    defaultRhythm: z.enum(rhythms),
    // An emptied field would be the number 0, and the next send could not be taken back.
    undoSeconds: z.preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? Number.NaN : value),
      z.coerce.number(undoWords).int(undoWords).min(0, undoWords).max(600, undoWords),
    ),
    isOpen: z.boolean(),
    tracksClicks: z.boolean().default(true),
    tracksOpens: z.boolean().default(false),
    needsApproval: z.boolean().default(false),
  })
  .refine((form) => form.rhythms.includes(form.defaultRhythm), {
    path: ['defaultRhythm'],
    message: 'Please choose one of the rhythms it offers',
  });

export type NewsletterForm = Readonly<z.infer<typeof newsletterForm>>;

const columns = sql`
  id, slug, name, promise, frequency, sender_name as "senderName", rhythms, default_rhythm as "defaultRhythm",
  undo_seconds as "undoSeconds", is_open as "isOpen",
  tracks_clicks as "tracksClicks", tracks_opens as "tracksOpens",
  needs_approval as "needsApproval", look,
  (select newsletter_template.version from newsletter_template
    where newsletter_template.newsletter_id = newsletter.id and newsletter_template.is_in_force) as "templateVersion"
`;

/** All newsletters in their order; `openOnly` leaves out those that take no sign-ups. */
export async function listNewsletters(db: Db, { openOnly = false } = {}): Promise<readonly Newsletter[]> {
  const { rows } = await sql<Newsletter>`
    select ${columns} from newsletter where is_open or not ${openOnly} order by position, id
  `.execute(db);
  return rows;
}

export async function findNewsletter(
  db: Db,
  by: { slug: string } | { id: number },
): Promise<Newsletter | null> {
  const where = 'slug' in by ? sql`slug = ${by.slug}` : sql`id = ${by.id}`;
  const { rows } = await sql<Newsletter>`select ${columns} from newsletter where ${where}`.execute(db);
  return rows[0] ?? null;
}

/** Adds a newsletter, or changes the one with this slug. Its number is returned. */
export async function saveNewsletter(db: Db, form: NewsletterForm, position = 0): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into newsletter
      (slug, name, promise, frequency, sender_name, rhythms, default_rhythm, undo_seconds, is_open, tracks_clicks,
        tracks_opens, needs_approval, position)
    values (${form.slug}, ${form.name}, ${form.promise}, ${form.frequency}, ${form.senderName},
      ${form.rhythms}::text[], ${form.defaultRhythm}, ${form.undoSeconds}, ${form.isOpen},
      ${form.tracksClicks}, ${form.tracksOpens}, ${form.needsApproval}, ${position})
    on conflict (slug) do update set name = excluded.name, promise = excluded.promise, frequency = excluded.frequency,
      sender_name = excluded.sender_name, rhythms = excluded.rhythms, default_rhythm = excluded.default_rhythm,
      undo_seconds = excluded.undo_seconds, is_open = excluded.is_open,
      tracks_clicks = excluded.tracks_clicks, tracks_opens = excluded.tracks_opens,
      needs_approval = excluded.needs_approval
    returning id
  `.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the newsletter was not saved');
  return id;
}

/** Adds a newsletter behind the others; false when its slug is taken, and nothing is changed then. */
export async function addNewsletter(tx: Db, form: NewsletterForm): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into newsletter
      (slug, name, promise, frequency, sender_name, rhythms, default_rhythm, undo_seconds, is_open, tracks_clicks,
        tracks_opens, needs_approval, position)
    select ${form.slug}, ${form.name}, ${form.promise}, ${form.frequency}, ${form.senderName},
      ${form.rhythms}::text[], ${form.defaultRhythm}, ${form.undoSeconds}, ${form.isOpen},
      ${form.tracksClicks}, ${form.tracksOpens}, ${form.needsApproval}, coalesce(max(position), 0) + 1
    from newsletter
    on conflict (slug) do nothing
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** The List-Id of a newsletter (RFC 2919), stable as long as its slug: `morning-edition.example.org`. */
export const listIdOf = (publication: Publication, newsletter: { readonly slug: string }): string =>
  `${newsletter.slug}.${domainOf(publication.senderAddress)}`;
