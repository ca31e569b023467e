import { assembleHtml, everyBlock } from '../../templates/email/assemble.ts';
import { listArticlesBySlug } from '../articles/articles.ts';
import { domainOf } from '../delivery/mail-sender.ts';
import { quotedPrintableRun } from '../delivery/mime-text.ts';
import { findSenderDomain, problemsOf } from '../delivery/sender-domain/sender-domain.ts';
import { type Publication, findPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { countEditionAudience } from './edition-audience.ts';
import { articlesOf } from './edition-block.ts';
import { findLeaks } from './find-leaks.ts';
import { type RenderedEdition, editionSlots, renderForMailing } from './render-edition.ts';
import { type Edition, findEarlier } from './sql.ts';

export type Check = {
  /** A blocking row keeps the edition from being sent; a warning asks to be read. */
  readonly severity: 'blocking' | 'warning';
  readonly code: string;
  readonly message: string;
  /** Where to mend it: a field, or a block by its place. */
  readonly field?: 'subject' | 'preheader' | undefined;
  readonly block?: number | undefined;
};

const openPlaceholder = /\{\{[^}]*\}\}|\bTK\b|\bTODO\b/;

function checkWords(edition: Edition): Check[] {
  const checks: Check[] = [];
  const { subject } = edition;
  if (subject.trim() === '') {
    checks.push({
      severity: 'blocking',
      code: 'subject-empty',
      field: 'subject',
      message: 'The subject is empty.',
    });
  }
  if (openPlaceholder.test(subject)) {
    checks.push({
      severity: 'blocking',
      code: 'subject-open',
      field: 'subject',
      message: 'The subject has a mark that is still open (TK, TODO or {{…}}).',
    });
  }
  if (subject.length > 60) {
    checks.push({
      severity: 'warning',
      code: 'subject-long',
      field: 'subject',
      message: `The subject has ${subject.length} characters; phones show about 40, most programs 60.`,
    });
  }
  if (/\p{L}{4}/u.test(subject) && subject === subject.toUpperCase()) {
    checks.push({
      severity: 'warning',
      code: 'subject-shouts',
      field: 'subject',
      message: 'The subject is all in capitals.',
    });
  }
  if (edition.preheader.trim() === '') {
    checks.push({
      severity: 'warning',
      code: 'preheader-empty',
      field: 'preheader',
      message: 'There is no preheader; inboxes will show the first words of the mail.',
    });
  }
  edition.blocks.forEach((block, index) => {
    if ((block.kind === 'intro' || block.kind === 'call-to-action') && openPlaceholder.test(block.text)) {
      checks.push({
        severity: 'blocking',
        code: 'text-open',
        block: index,
        message: 'A text has a mark that is still open (TK, TODO or {{…}}).',
      });
    }
  });
  return checks;
}

async function checkStories(db: Db, edition: Edition): Promise<Check[]> {
  const slugs = edition.blocks.flatMap(articlesOf);
  const checks: Check[] = [];
  if (
    slugs.length === 0 &&
    !edition.blocks.some((block) => block.kind === 'intro' && block.text.trim() !== '')
  ) {
    checks.push({
      severity: 'blocking',
      code: 'nothing-to-read',
      message: 'There is nothing to read yet: add a story or an introduction.',
    });
  }
  const [articles, earlier] = await Promise.all([
    listArticlesBySlug(db, slugs),
    findEarlier(db, edition, slugs),
  ]);
  edition.blocks.forEach((block, index) => {
    for (const slug of articlesOf(block)) {
      const article = articles.find((each) => each.slug === slug);
      if (!article) {
        checks.push({
          severity: 'blocking',
          code: 'story-missing',
          block: index,
          message: `The story ${slug} is not there any more.`,
        });
      } else if (article.picture?.alt === '') {
        checks.push({
          severity: 'warning',
          code: 'picture-without-words',
          block: index,
          message: `The picture of “${article.title}” has no alternative text.`,
        });
      }
    }
    const needsStory =
      block.kind === 'story-card' || block.kind === 'whole-story' || block.kind === 'story-list';
    if (needsStory && articlesOf(block).length === 0) {
      checks.push({
        severity: 'blocking',
        code: 'block-without-story',
        block: index,
        message: 'A block waits for its story: choose one, or remove the block.',
      });
    }
  });
  if (earlier.sentSlugs.length > 0) {
    checks.push({
      severity: 'warning',
      code: 'already-sent',
      message: `Sent in an earlier edition: ${earlier.sentSlugs.join(', ')}.`,
    });
  }
  if (earlier.subject !== null && earlier.subject === edition.subject) {
    checks.push({
      severity: 'warning',
      code: 'same-subject',
      field: 'subject',
      message: 'The edition before had the same subject.',
    });
  }
  return checks;
}

/** Gmail cuts a mail at about 102 kB; both the decoded and the encoded size stay below 100. */
const sizes = { most: 100_000, much: 90_000 };

function checkSize({ content }: RenderedEdition, publicUrl: string): Check[] {
  const longName = `Hello ${'M'.repeat(40)},`;
  const url = `${publicUrl}/unsubscribe/${'x'.repeat(48)}`;
  const slots = {
    [editionSlots.greeting]: longName,
    [editionSlots.unsubscribe]: url,
    [editionSlots.preferences]: url,
  };
  const html = assembleHtml(content, slots, everyBlock);
  const bytes = Math.max(Buffer.byteLength(html), quotedPrintableRun(html).length);
  if (bytes <= sizes.much) return [];
  const kilobytes = Math.round(bytes / 1000);
  return bytes > sizes.most
    ? [
        {
          severity: 'blocking',
          code: 'too-large',
          message: `The mail has ${kilobytes} kB; above 100 kB Gmail hides its end, and with it the way out. Take a story out or send cards instead of whole stories.`,
        },
      ]
    : [
        {
          severity: 'warning',
          code: 'large',
          message: `The mail has ${kilobytes} kB; at 100 kB Gmail begins to hide its end.`,
        },
      ];
}

async function checkLeaks(db: Db, edition: Edition, rendered: RenderedEdition): Promise<Check[]> {
  const leaks = await findLeaks(db, edition, rendered);
  return leaks.map(({ article, tier, words }) => ({
    severity: 'blocking',
    code: 'gated-text-shown',
    message: `Readers of ${tier} would see a part of ${article} that is not for them: “${words}…”. Take it out, or open the story.`,
  }));
}

/** Mail to real addresses whose sender nobody can prove is refused or hidden by large providers, and spoils the name for later. */
async function checkProof(db: Db, { senderAddress }: Publication): Promise<Check[]> {
  const domain = domainOf(senderAddress);
  const row = await findSenderDomain(db, domain);
  const names = problemsOf(row).map(({ what, name }) => `${what.toUpperCase()} at ${name}`);
  if (names.length === 0) return [];
  const isAllowed = row?.allowedBecause !== null;
  return [
    {
      severity: isAllowed ? 'warning' : 'blocking',
      code: isAllowed ? 'sender-not-proven' : 'sender-unproven',
      message: isAllowed
        ? `It leaves although nobody can prove that mail is from ${domain}: ${names.join(', ')}. ${row?.allowedBy ?? ''} said so.`
        : `Nobody can prove that mail is from ${domain}: look at ${names.join(', ')}. Delivery, Deliverability says what to publish; the owner can let it leave all the same.`,
    },
  ];
}

/** Everything that should be mended, or at least read, before an edition leaves. */
export async function checkEdition(db: Db, publicUrl: string, edition: Edition): Promise<readonly Check[]> {
  const publication = await findPublication(db);
  if (!publication || publication.postalAddress.trim() === '') {
    return [
      {
        severity: 'blocking',
        code: 'no-postal-address',
        message: 'The publication has no postal address; every digest must carry one. Set it under Settings.',
      },
    ];
  }
  const rendered = await renderForMailing(db, publicUrl, edition, new Date());
  const [stories, leaks, proof, audience] = await Promise.all([
    checkStories(db, edition),
    checkLeaks(db, edition, rendered),
    checkProof(db, publication),
    countEditionAudience(db, publicUrl, edition),
  ]);
  const checks = [...checkWords(edition), ...stories, ...checkSize(rendered, publicUrl), ...leaks, ...proof];
  if (!audience.some(({ reason, readers }) => reason === 'reachable' && readers > 0)) {
    checks.push({
      severity: 'blocking',
      code: 'no-readers',
      message:
        edition.rhythm === null
          ? 'Nobody would get it: the newsletter has no reachable reader yet.'
          : 'Nobody would get it: no reachable reader of this rhythm is without these stories.',
    });
  }
  return checks;
}

export const isBlocked = (checks: readonly Check[]): boolean =>
  checks.some((check) => check.severity === 'blocking');
