import { type Router, Router as createRouter } from 'express';
import {
  ArchivePage,
  type ArchivedPart,
  ArchivedEditionPage,
} from '../../../templates/pages/reader/archive-pages.tsx';
import {
  type ArchivedBlock,
  findSentEdition,
  listSentEditions,
  readArchivedBlocks,
} from '../../editions/archive.ts';
import { findNewsletter } from '../../newsletters/newsletter.ts';
import { encodeCursor, parseMomentCursor } from '../../platform/cursor.ts';
import { textOf } from '../form-body.ts';
import { type Zone, dayMoment, fullDayMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { editionFeedLinks } from './feeds/feed-links.ts';
import { editionFacts } from './page-facts.ts';
import { readSite } from './reader-site.ts';
import { shownBlock } from './shown-block.ts';
import { teaserOf } from './teasers.ts';
import { visitOf } from './visit.ts';

const pageSize = 50;

function partOf(block: ArchivedBlock, zone: Zone): ArchivedPart {
  switch (block.kind) {
    case 'intro':
    case 'divider':
    case 'poll':
      return block;
    case 'call-to-action': {
      const { headline, text, button, leadsTo } = block;
      const href =
        'url' in leadsTo ? leadsTo.url : `/signup?newsletter=${encodeURIComponent(leadsTo.newsletter)}`;
      return { kind: 'call-to-action', headline, text, button, href };
    }
    case 'sponsor': {
      const { picture } = block;
      return { ...block, picture: picture && { ...picture, src: `/media/${picture.mediaId}` } };
    }
    case 'card': {
      const { headline, dek } = block;
      return { kind: 'card', story: { ...teaserOf(block.article, zone), headline, dek } };
    }
    case 'list':
      return {
        kind: 'list',
        heading: block.heading,
        stories: block.articles.map((article) => teaserOf(article, zone)),
      };
    case 'story':
      return {
        kind: 'story',
        story: teaserOf(block.article, zone),
        blocks: block.blocks.flatMap((each) => (each.kind === 'sign-up' ? [] : [shownBlock(each)])),
        isWhole: block.isWhole,
      };
    default:
      return block satisfies never;
  }
}

/** `/archive/:newsletter` and `/archive/:newsletter/:edition`: what went out, as everybody may see it. */
export function createArchiveRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  router.get('/archive/:newsletter', async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'newsletter') });
    if (!newsletter) return next();
    const before = parseMomentCursor(textOf(request.query, 'after'));
    const [{ site, zone }, found] = await Promise.all([
      visitOf(setting, response).then(readSite),
      listSentEditions(db, newsletter.id, { before, limit: pageSize + 1 }),
    ]);
    const editions = found.slice(0, pageSize);
    const last = editions.at(-1);
    const path = `/archive/${newsletter.slug}`;
    const cursor =
      last && found.length > pageSize ? encodeCursor([last.sentAt.toISOString(), last.id]) : null;
    const page = ArchivePage({
      site,
      canonical: `${publicUrl}${path}`,
      feeds: editionFeedLinks(newsletter),
      newsletter: { slug: newsletter.slug, name: newsletter.name, promise: newsletter.promise },
      editions: editions.map(({ publicId, subject, preheader, sentAt }) => ({
        href: `${path}/${publicId}`,
        subject,
        preheader,
        sent: dayMoment(sentAt, zone),
      })),
      older: cursor === null ? undefined : `${path}?after=${cursor}`,
    });
    return sendPage(response, page);
  });

  router.get('/archive/:newsletter/:edition', async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'newsletter') });
    if (!newsletter) return next();
    const edition = await findSentEdition(db, newsletter.id, textOf(request.params, 'edition'));
    if (!edition) return next();
    const [{ site, publication, zone }, blocks] = await Promise.all([
      visitOf(setting, response).then(readSite),
      readArchivedBlocks(db, edition),
    ]);
    const parts = blocks.map((block) => partOf(block, zone));
    const canonical = `${publicUrl}/archive/${newsletter.slug}/${edition.publicId}`;
    const lead = parts.flatMap((part) =>
      part.kind === 'card' || part.kind === 'story' ? [part.story] : [],
    )[0];
    const page = ArchivedEditionPage({
      site,
      canonical,
      feeds: editionFeedLinks(newsletter),
      facts: editionFacts(edition, canonical, publication, publicUrl),
      shareSrc: lead?.picture && `${publicUrl}${lead.picture.src}`,
      shareAlt: lead?.picture?.alt,
      newsletter: { slug: newsletter.slug, name: newsletter.name, isOpen: newsletter.isOpen },
      subject: edition.subject,
      preheader: edition.preheader,
      sent: fullDayMoment(edition.sentAt, zone),
      parts,
    });
    return sendPage(response, page);
  });
  return router;
}
