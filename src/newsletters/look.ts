import { sql } from 'kysely';
import { z } from 'zod';
import { fontNames } from '../../templates/email/fonts.ts';
import { type Ground, faintAccent } from '../../templates/email/palette.ts';
import type { Db } from '../platform/db.ts';

const logo = z.object({
  mediaId: z.string(),
  alt: z.string().max(200),
  width: z.int().positive(),
  height: z.int().positive(),
});

/** How the mails of a newsletter look; what is left out is the publication's own. */
const look = z.object({
  accent: z.string().optional(),
  darkAccent: z.string().optional(),
  font: z.enum(fontNames).optional(),
  logo: logo.optional(),
});

export type Look = Readonly<z.infer<typeof look>>;

const groundWords: Readonly<Record<Ground, string>> = {
  day: 'on light paper and under the white words of a button',
  night: 'on the dark ground that mail programs show at night',
};

/** A colour that can be read on a ground; empty: the publication's own. */
const accent = (ground: Ground) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .superRefine((colour, context) => {
      if (colour === '') return;
      if (!/^#[0-9a-f]{6}$/.test(colour)) {
        context.addIssue({ code: 'custom', message: 'Please give a colour such as #284e7d' });
        return;
      }
      const faint = faintAccent(colour, ground);
      if (faint === null) return;
      context.addIssue({
        code: 'custom',
        message: `${colour} has a contrast of ${faint.contrast.toFixed(1)} to 1 ${groundWords[ground]}; text needs 4.5 to 1. ${faint.near} is near it and can be read`,
      });
    })
    .transform((colour) => (colour === '' ? undefined : colour));

/** What the newsroom may set about it, beside the logo. */
export const lookForm = z.object({
  accent: accent('day'),
  darkAccent: accent('night'),
  font: z
    .enum(fontNames)
    .or(z.literal(''))
    .transform((font) => (font === '' ? undefined : font)),
  logoAlt: z.string().trim().max(200, 'Please use at most 200 characters'),
});

export type LookForm = Readonly<z.infer<typeof lookForm>>;

export async function saveLook(db: Db, newsletterId: number, wanted: Look): Promise<void> {
  await sql`
    update newsletter set look = ${JSON.stringify(wanted)}::jsonb where id = ${newsletterId}
  `.execute(db);
}

/** The look with what the form says; the logo stays, with its words. */
export function withForm({ logo: kept }: Look, form: LookForm): Look {
  const { logoAlt, ...rest } = form;
  return kept === undefined ? rest : { ...rest, logo: { ...kept, alt: logoAlt } };
}
