import { sql } from 'kysely';
import { type TemplateCheck, checkTemplate } from '../../templates/email/own/check-template.ts';
import type { Finding } from '../../templates/email/own/finding.ts';
import type { Db } from '../platform/db.ts';

/** A version of a newsletter's own template. It never changes; a change is the next version. */
export type MailTemplateVersion = {
  readonly version: number;
  /** Why it was saved, in words of whoever did; may be empty. */
  readonly note: string;
  readonly savedBy: string;
  readonly savedAt: Date;
  readonly isInForce: boolean;
};

export type MailTemplate = MailTemplateVersion & {
  /** MJML, as it was handed in, with plain line ends. */
  readonly source: string;
};

const columns = sql`version, note, saved_by as "savedBy", saved_at as "savedAt", is_in_force as "isInForce"`;

/** The versions of a newsletter, newest first. */
export async function listMailTemplates(
  db: Db,
  newsletterId: number,
): Promise<readonly MailTemplateVersion[]> {
  const { rows } = await sql<MailTemplateVersion>`
    select ${columns} from newsletter_template where newsletter_id = ${newsletterId} order by version desc
  `.execute(db);
  return rows;
}

/** One version with its text; null when there is none. */
export async function findMailTemplate(
  db: Db,
  newsletterId: number,
  version: number,
): Promise<MailTemplate | null> {
  const { rows } = await sql<MailTemplate>`
    select ${columns}, source from newsletter_template
    where newsletter_id = ${newsletterId} and version = ${version}
  `.execute(db);
  return rows[0] ?? null;
}

export type NewMailTemplate = {
  readonly newsletterId: number;
  readonly source: string;
  readonly note: string;
  readonly savedBy: string;
};

export type SaveTemplateOutcome =
  | {
      readonly kind: 'saved';
      readonly version: number;
      /** False when the newest version says the same already. */
      readonly isNew: boolean;
      readonly warnings: readonly Finding[];
    }
  | ({ readonly kind: 'refused' } & TemplateCheck);

/** Of the note beside a version. */
export const mostNoteLetters = 200;

/**
 * Keeps a template as the next version of a newsletter, when it can be used; it comes in force by {@link putInForce} alone.
 * @param publicUrl of the site whose pictures are our own
 */
export async function saveMailTemplate(
  db: Db,
  publicUrl: string,
  { newsletterId, note, savedBy, ...given }: NewMailTemplate,
): Promise<SaveTemplateOutcome> {
  const source = given.source.replaceAll(/\r\n?/g, '\n');
  const { errors, warnings } = await checkTemplate(source, publicUrl);
  if (errors.length > 0) return { kind: 'refused', errors, warnings };
  return db.transaction().execute(async (tx) => {
    // One at a time, so that versions count up without a gap.
    await sql`select from newsletter where id = ${newsletterId} for update`.execute(tx);
    const [newest] = await listMailTemplates(tx, newsletterId);
    const before = newest && (await findMailTemplate(tx, newsletterId, newest.version));
    if (before?.source === source) return { kind: 'saved', version: before.version, isNew: false, warnings };
    const version = (newest?.version ?? 0) + 1;
    const words = note.trim().slice(0, mostNoteLetters);
    await sql`
      insert into newsletter_template (newsletter_id, version, source, note, saved_by)
      values (${newsletterId}, ${version}, ${source}, ${words}, ${savedBy})
    `.execute(tx);
    return { kind: 'saved', version, isNew: true, warnings };
  });
}

export type PutInForceOutcome =
  | { readonly kind: 'done' | 'no-change' | 'missing' }
  /** What could be used once need not be so for ever: the rules may have grown since. */
  | { readonly kind: 'refused'; readonly errors: readonly Finding[] };

/**
 * From now on drafts of a newsletter have this version, and what is released from now on keeps it. What was released before
 * stays as it is.
 * @param version null: the standard template
 */
export async function putInForce(
  db: Db,
  newsletterId: number,
  version: number | null,
): Promise<PutInForceOutcome> {
  const wanted = version === null ? null : await findMailTemplate(db, newsletterId, version);
  if (version !== null && !wanted) return { kind: 'missing' };
  const { errors } = wanted ? await checkTemplate(wanted.source) : { errors: [] };
  if (errors.length > 0) return { kind: 'refused', errors };
  return db.transaction().execute(async (tx) => {
    await sql`select from newsletter where id = ${newsletterId} for update`.execute(tx);
    const { numAffectedRows: ended = 0n } = await sql`
      update newsletter_template set is_in_force = false
      where newsletter_id = ${newsletterId} and is_in_force and version is distinct from ${version}
    `.execute(tx);
    const { numAffectedRows: begun = 0n } = await sql`
      update newsletter_template set is_in_force = true
      where newsletter_id = ${newsletterId} and version = ${version} and not is_in_force
    `.execute(tx);
    return { kind: ended + begun > 0n ? 'done' : 'no-change' };
  });
}

/** What was done, for the trail of the newsletter. */
export const templateActs = {
  kept: (version: number): string => `kept version ${version} of a template`,
  putInForce: (version: number | null): string =>
    version === null ? 'went back to the standard template' : `put version ${version} of a template in force`,
} as const;

export type BrokenTemplate = { readonly version: number; readonly error: Finding };

/** For whoever has to mend it. */
export const brokenWords = ({ version, error }: BrokenTemplate): string =>
  `Version ${version} of the newsletter’s own template can no longer be used, line ${error.line}: ${error.message}. Put another version in force, or the standard one: Newsletters, Template.`;

/** What is wrong with a version that editions are to have; null when nothing is, or with the standard template. */
export async function findBroken(
  db: Db,
  newsletterId: number,
  version: number | null,
): Promise<BrokenTemplate | null> {
  if (version === null) return null;
  const template = await findMailTemplate(db, newsletterId, version);
  const [error] = (await checkTemplate(template?.source ?? '')).errors;
  return error === undefined ? null : { version, error };
}
