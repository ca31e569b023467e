import { sql } from 'kysely';
import { importArticle } from '../../../src/articles/import-article.ts';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { runDigests } from '../../../src/editions/digests/run-digests.ts';
import { digestForm, plainSchedule, saveDigests } from '../../../src/editions/digests/schedule.ts';
import type { EditionBlock } from '../../../src/editions/edition-block.ts';
import { createEdition, saveEdition } from '../../../src/editions/editions.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { signUpInStory } from '../../integration/web/public/sign-up-form.ts';
import { addReaders, handOver, sendDraftNow } from '../send-edition.ts';
import type { TestApp } from '../use-app.ts';
import { testKeys } from '../use-database.ts';
import type { ArrivedMail, Mailbox } from '../use-mailbox.ts';

/** Mails the product sends, by what they are and to whom. Ben reads for free, Dora pays, Marta reads Spanish. */
export const sentMails = {
  'Digest, English, free': { to: 'ben@example.test', subject: 'Last ferry' },
  'Digest, Spanish, free': { to: 'marta@example.test', subject: 'Last ferry' },
  'Digest, English, paid': { to: 'dora@example.test', subject: 'Last ferry' },
  'One story as it comes out': { to: 'ben@example.test', subject: 'Fog over the sound' },
  Confirmation: { to: 'frieda@example.test', subject: 'Confirm' },
} as const;
export type SentKind = keyof typeof sentMails;
export const sentKinds = Object.keys(sentMails).filter((name): name is SentKind => name in sentMails);

const minuteMs = 60_000;
const author = { name: 'Ana Reyes', staffId: null };

/** Every kind of part, one of them for those who pay. */
const blocks: readonly EditionBlock[] = [
  { kind: 'intro', text: 'Good morning from the quay. The ferry stays, and so does the seal.' },
  { kind: 'story-card', article: 'last-ferry-stays-by-a-single-vote' },
  {
    kind: 'story-list',
    heading: 'Also today',
    articles: ['seal-closes-the-slipway-for-a-third-day', 'the-bell-under-the-stage'],
  },
  { kind: 'whole-story', article: 'leave-the-bench-where-it-is', leastTier: 'digital' },
  {
    kind: 'poll',
    poll: 'ferry2026',
    question: 'Should the last ferry stay?',
    answers: ['Yes, of course', 'No, it costs too much'],
  },
  {
    kind: 'sponsor',
    label: '',
    name: 'Saltings Bakery',
    text: 'Fresh rolls from six o’clock, at the harbour gate.',
    url: 'https://bakery.example.org/',
  },
];

async function sendDigest(app: TestApp, mailbox: Mailbox): Promise<void> {
  const subject = 'Last ferry stays, by a single vote';
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    subject,
    createdBy: author.name,
  });
  if (created.kind !== 'created') throw new Error(created.message);
  const preheader = 'After four hours and one lost hearing aid.';
  await saveEdition(app.db, created.id, { version: 1, subject, preheader, blocks }, author);
  await sendDraftNow(app, mailbox, created.id);
}

/** A story comes out, and the newsletter whose readers want each one notices. */
async function sendStory(app: TestApp, mailbox: Mailbox): Promise<void> {
  const { db, setting } = app;
  const newsletter = await findNewsletter(db, { slug: 'breaking' });
  const now = Date.now();
  const form = digestForm.parse({
    sectionIds: [],
    byFollowedSections: false,
    isCombined: false,
    latenessMinutes: 60,
    quietFrom: '',
    quietUntil: '',
    warnMinutes: 60,
    schedules: [{ ...plainSchedule('each_story', 'UTC'), isOn: true, minutes: '06:30', leadMinutes: 0 }],
  });
  await saveDigests(db, newsletter?.id ?? 0, form, new Date(now - 60 * minuteMs));
  await sql`
    update subscription set rhythm = 'each_story' where newsletter_id = ${newsletter?.id ?? 0}
  `.execute(db);
  const story = await importArticle(db, {
    bytes: Buffer.from(
      'No boat leaves the harbour before noon.\n\nThe fog horn was heard as far as the mill.',
    ),
    title: 'Fog over the sound',
    slug: 'fog-over-the-sound',
    dek: 'No boat leaves before noon.',
    sectionSlug: 'harbour',
    publishedAt: new Date(now - 5 * minuteMs),
  });
  if (story.kind !== 'imported') throw new Error(story.message);
  const edition = { keys: testKeys, publicUrl: setting.publicUrl };
  await runDigests(db, edition, { now: new Date(now), log: setting.log });
  await buildReleases(db, setting.publicUrl);
  await handOver(app, mailbox, 'bulk');
}

/** Sends one of each kind through the mailbox and gives them back as they arrived. @throws when one did not arrive */
export async function sendOneOfEach(
  app: TestApp,
  mailbox: Mailbox,
): Promise<ReadonlyMap<SentKind, ArrivedMail>> {
  const [marta] = await addReaders(app, 'marta@example.test');
  await sql`update subscriber set language = 'es', name = 'Marta Ruiz' where id = ${marta ?? 0}`.execute(
    app.db,
  );
  await sendDigest(app, mailbox);
  await sendStory(app, mailbox);
  await signUpInStory(app.visitor(), { email: 'frieda@example.test' });
  await handOver(app, mailbox, 'urgent');
  return new Map(
    sentKinds.map((kind) => {
      const { to, subject } = sentMails[kind];
      const mail = mailbox.mails.find((each) => each.to === to && each.raw.includes(`Subject: ${subject}`));
      if (!mail) throw new Error(`no mail to ${to} about ${subject}`);
      return [kind, mail];
    }),
  );
}
