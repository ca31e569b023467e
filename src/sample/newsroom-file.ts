import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { languages } from '../../templates/words/languages.ts';
import { rhythms } from '../newsletters/newsletter.ts';
import { packageRoot } from '../platform/package-root.ts';

/** Where stories, pictures and facts of the sample newsroom lie. */
export const sampleFolder = path.join(packageRoot, 'src', 'sample');

const newsroomFile = z.object({
  publication: z.object({
    title: z.string(),
    town: z.string(),
    tagline: z.string(),
    language: z.enum(languages),
    otherLanguages: z.array(z.enum(languages)),
    timeZone: z.string(),
    postalAddress: z.string(),
    senderName: z.string(),
    senderAddress: z.string(),
    replyTo: z.string(),
    accentHex: z.string(),
  }),
  sections: z.array(z.object({ slug: z.string(), name: z.string() })),
  newsletters: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      promise: z.string(),
      frequency: z.string(),
      rhythms: z.array(z.enum(rhythms)),
      defaultRhythm: z.enum(rhythms),
    }),
  ),
  tiers: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      description: z.string(),
      benefits: z.array(z.string()),
      monthlyMinor: z.int(),
      yearlyMinor: z.int(),
      currency: z.string(),
      rank: z.int(),
      recommended: z.boolean().optional(),
    }),
  ),
  readers: z.array(
    z.object({
      name: z.string(),
      address: z.string(),
      newsletters: z.array(z.string()),
      rhythm: z.enum(rhythms),
      state: z.enum(['active', 'pending', 'ended']),
      tier: z.string(),
    }),
  ),
  stories: z.array(
    z.object({
      file: z.string(),
      slug: z.string(),
      title: z.string(),
      dek: z.string(),
      byline: z.string(),
      section: z.string(),
      picture: z.object({ file: z.string(), alt: z.string(), caption: z.string(), credit: z.string() }),
      publishedDaysAgo: z.number(),
      newsletter: z.string(),
      /** Only its readers may read the story whole. */
      leastTier: z.string().optional(),
    }),
  ),
});

export type NewsroomFile = z.infer<typeof newsroomFile>;

export async function readNewsroomFile(): Promise<NewsroomFile> {
  return newsroomFile.parse(JSON.parse(await readFile(path.join(sampleFolder, 'newsroom.json'), 'utf8')));
}
