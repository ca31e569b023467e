import { z } from 'zod';
import type { EventKind } from './event-kinds.ts';

const reader = z.string().describe('The id of the reader, as in /subscribers/{id}');
const newsletter = z.string().describe('The slug of the newsletter');
const known = {
  email: z.string().optional().describe('As it is now; only where the webhook is allowed addresses'),
  name: z.string().nullable().optional().describe('Likewise'),
};
const ofSubscription = z.strictObject({ reader, newsletter, rhythm: z.string(), ...known });

/** What `data` of each kind of event holds. */
export const eventShapes: Readonly<Record<EventKind, z.ZodObject>> = {
  'reader.confirmed': ofSubscription,
  'reader.left': ofSubscription,
  'reader.address_changed': z.strictObject({ reader, ...known }),
  'reader.tier_changed': z.strictObject({
    reader,
    tier: z.string().describe('The slug of the tier'),
    change: z.enum(['granted', 'ended']),
    reason: z.string(),
    until: z
      .string()
      .nullable()
      .describe('When it ends, or ended; null until it is ended. Its coming is not told once more'),
    ...known,
  }),
  'reader.erased': z.strictObject({ reader }),
  'edition.sent': z.strictObject({
    edition: z.string().describe('The id of the edition, as in /editions/{id}'),
    newsletter,
    subject: z.string(),
    releasedAt: z.string(),
  }),
  'story.published': z.strictObject({
    story: z.string().describe('The slug of the story, as in /articles/{slug}'),
    title: z.string(),
    publishedAt: z.string(),
  }),
};
