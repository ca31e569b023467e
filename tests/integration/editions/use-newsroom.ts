import { sql } from 'kysely';
import pino from 'pino';
import { importArticle } from '../../../src/articles/import-article.ts';
import { saveSection } from '../../../src/articles/sections.ts';
import { addKnownReader } from '../../../src/audience/subscribers.ts';
import { parseAddress } from '../../../src/delivery/address.ts';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { runDigests } from '../../../src/editions/digests/run-digests.ts';
import { digestForm, saveDigests } from '../../../src/editions/digests/schedule.ts';
import { type Rhythm, saveNewsletter } from '../../../src/newsletters/newsletter.ts';
import { publicationForm, savePublication } from '../../../src/newsletters/publication.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';

const publicUrl = 'http://lantern.example.test';

type Schedule = {
  readonly rhythm: Rhythm;
  readonly minutes?: string;
  readonly weekdays?: readonly number[];
  readonly leastStories?: number;
  readonly needsApproval?: boolean;
  readonly leadMinutes?: number;
  readonly deadlineMinutes?: number;
  readonly unapproved?: 'skip' | 'send';
};

/** A newsroom with two newsletters and two sections, and a clock of its own. */
export function useNewsroom() {
  const database = useDatabase();
  const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const ids = new Map<string, number>();

  beforeAll(async () => {
    const { db } = database;
    await savePublication(
      db,
      publicationForm.parse({
        name: 'The Lantern',
        town: 'Wrenhythe',
        tagline: 'Lit before breakfast',
        timeZone: 'Europe/Berlin',
        postalAddress: 'Chandler’s Steps 3, Wrenhythe',
        senderName: 'The Lantern',
        senderAddress: 'news@lantern.example.org',
        replyTo: '',
        accent: '#284e7d',
      }),
    );
    await saveSection(db, { slug: 'harbour', name: 'Harbour', position: 1 });
    await saveSection(db, { slug: 'schools', name: 'Schools', position: 2 });
    for (const slug of ['morning', 'weekend', 'all-in-one']) {
      const id = await saveNewsletter(db, {
        slug,
        name: slug,
        promise: 'News.',
        frequency: 'Now and then',
        senderName: null,
        rhythms: ['each_story', 'daily', 'weekly'],
        defaultRhythm: 'daily',
        undoSeconds: 60,
        isOpen: true,
        tracksClicks: true,
        tracksOpens: false,
        needsApproval: false,
      });
      ids.set(slug, id);
    }
  });

  const idOf = (slug: string): number => {
    const id = ids.get(slug);
    if (id === undefined) throw new Error(`there is no newsletter ${slug}`);
    return id;
  };

  return {
    get db() {
      return database.db;
    },
    get databaseUrl() {
      return database.url;
    },
    publicUrl,
    idOf,
    /** Everything about runs, stories, editions and readers is gone; the newsletters stay. */
    clear: async () => {
      await sql`truncate subscriber, mailing, delivery, attempt, edition, digest_plan, digest_schedule, digest_run, article, suppression
        restart identity cascade`.execute(database.db);
    },
    /** Sets how a newsletter builds itself, at a moment. */
    set: async (
      newsletter: string,
      at: string,
      schedules: readonly Schedule[],
      plan: Readonly<Record<string, unknown>> = {},
    ) => {
      const form = digestForm.parse({
        sectionIds: [],
        byFollowedSections: false,
        isCombined: false,
        latenessMinutes: 60,
        quietFrom: '',
        quietUntil: '',
        warnMinutes: 60,
        ...plan,
        schedules: schedules.map((schedule) => ({
          isOn: true,
          minutes: '06:30',
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          timeZone: 'Europe/Berlin',
          leastStories: 1,
          needsApproval: false,
          leadMinutes: 0,
          deadlineMinutes: 120,
          unapproved: 'skip',
          ...schedule,
        })),
      });
      return saveDigests(database.db, idOf(newsletter), form, new Date(at));
    },
    /** A story that comes out at a moment; its slug is its title. */
    story: async (title: string, at: string, sectionSlug = 'harbour') => {
      const outcome = await importArticle(database.db, {
        bytes: Buffer.from(`${title} was seen by many.\n\nThat is all.`),
        title,
        slug: title,
        sectionSlug,
        publishedAt: new Date(at),
      });
      if (outcome.kind !== 'imported') throw new Error(outcome.message);
    },
    reader: async (
      address: string,
      newsletters: readonly string[],
      rhythm: Rhythm = 'daily',
    ): Promise<number> => {
      const parsed = parseAddress(address);
      if (!parsed) throw new Error(`${address} is no address`);
      return addKnownReader(database.db, {
        address: parsed,
        name: null,
        newsletterIds: newsletters.map(idOf),
        rhythm,
        state: 'active',
        words: 'Asked at the counter',
      });
    },
    /** What the build worker's sweep does at a moment. */
    sweep: async (at: string) => {
      const { db } = database;
      const released = await runDigests(db, { keys: testKeys, publicUrl }, { now: new Date(at), log });
      if (released > 0) await buildReleases(db, publicUrl, new Date(at));
      return released;
    },
    /** Runs as lines: window start, end, departure, state and note. */
    runs: async (newsletter: string): Promise<readonly string[]> => {
      const { rows } = await sql<{ line: string }>`
        select to_char(window_start at time zone 'UTC', 'DD HH24:MI') || ' – ' ||
          to_char(window_end at time zone 'UTC', 'DD HH24:MI') || ' ' || state || coalesce(': ' || note, '') as line
        from digest_run where newsletter_id = ${idOf(newsletter)} order by window_start, id
      `.execute(database.db);
      return rows.map(({ line }) => line);
    },
    /** Who was mailed which stories, newest mailing last: `ada@example.test: pier, tide`. */
    mailed: async (newsletter?: string): Promise<readonly string[]> => {
      const { rows } = await sql<{ line: string }>`
        select delivery.address || ': ' || string_agg(article.slug, ', ' order by article.slug) as line
        from delivery join edition on edition.mailing_id = delivery.mailing_id
        join mailed_story on mailed_story.mailing_id = delivery.mailing_id and mailed_story.version = delivery.version
          and (mailed_story.bits = 0 or mailed_story.bits & delivery.block_mask <> 0)
        join article on article.id = mailed_story.article_id
        where ${newsletter === undefined ? null : idOf(newsletter)}::integer is null
          or edition.newsletter_id = ${newsletter === undefined ? null : idOf(newsletter)}
        group by delivery.id, delivery.address order by delivery.mailing_id, delivery.address
      `.execute(database.db);
      return rows.map(({ line }) => line);
    },
    /** Who was left out of the newest mailing, by reason. */
    leftOut: async (): Promise<Readonly<Record<string, number>>> => {
      const { rows } = await sql<{ reason: string; readers: number }>`
        select reason, readers from mailing_left_out where mailing_id = (select max(id) from mailing where not standing)
      `.execute(database.db);
      return Object.fromEntries(rows.map(({ reason, readers }) => [reason, readers]));
    },
    runId: async (newsletter: string): Promise<string> => {
      const { rows } = await sql<{ publicId: string }>`
        select public_id as "publicId" from digest_run where newsletter_id = ${idOf(newsletter)}
        order by (state in ('released', 'skipped')), departs_at limit 1
      `.execute(database.db);
      const [run] = rows;
      if (!run) throw new Error('there is no run');
      return run.publicId;
    },
  };
}
