import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setArticleAccess } from '../articles/articles.ts';
import { importArticle } from '../articles/import-article.ts';
import { saveSection } from '../articles/sections.ts';
import { addKnownReader } from '../audience/subscribers.ts';
import { parseAddress } from '../delivery/address.ts';
import { grantEntitlement } from '../membership/entitlements.ts';
import { findTier, saveTier } from '../membership/tiers.ts';
import { saveNewsletter } from '../newsletters/newsletter.ts';
import { findPublication, publicationForm, savePublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { keepPicture } from '../platform/media.ts';
import { type NewsroomFile, readNewsroomFile, sampleFolder } from './newsroom-file.ts';

const pictureSize = { width: 1280, height: 720 };

async function addNewsletters(tx: Db, newsroom: NewsroomFile): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const [position, newsletter] of newsroom.newsletters.entries()) {
    const form = {
      ...newsletter,
      senderName: newsletter.name,
      undoSeconds: 60,
      isOpen: true,
      tracksClicks: true,
      tracksOpens: false,
      needsApproval: false,
    };
    ids.set(newsletter.slug, await saveNewsletter(tx, form, position));
  }
  return ids;
}

async function addTiers(tx: Db, newsroom: NewsroomFile): Promise<void> {
  for (const { monthlyMinor, yearlyMinor, currency, recommended, ...tier } of newsroom.tiers) {
    const prices = [
      { every: 'month' as const, amountMinor: monthlyMinor, currency },
      { every: 'year' as const, amountMinor: yearlyMinor, currency },
    ].filter((price) => price.amountMinor > 0);
    await saveTier(tx, { ...tier, isRecommended: recommended ?? false, prices });
  }
}

async function addStories(
  tx: Db,
  newsroom: NewsroomFile,
  newsletters: ReadonlyMap<string, number>,
): Promise<void> {
  for (const story of newsroom.stories) {
    const bytes = await readFile(path.join(sampleFolder, 'stories', story.file));
    const picture = await readFile(path.join(sampleFolder, 'pictures', story.picture.file));
    const mediaId = await keepPicture(tx, { contentType: 'image/jpeg', bytes: picture, ...pictureSize });
    const outcome = await importArticle(tx, {
      bytes,
      title: story.title,
      slug: story.slug,
      dek: story.dek,
      byline: story.byline,
      sectionSlug: story.section,
      newsletterId: newsletters.get(story.newsletter),
      publishedAt: new Date(Date.now() - story.publishedDaysAgo * 86_400_000),
      picture: {
        mediaId,
        alt: story.picture.alt,
        caption: story.picture.caption,
        credit: story.picture.credit,
      },
    });
    if (outcome.kind === 'refused')
      throw new Error(`the sample story ${story.file} was refused: ${outcome.message}`);
    if (story.leastTier !== undefined) {
      await setArticleAccess(tx, story.slug, {
        level: 'tier',
        leastTier: story.leastTier,
        openParagraphs: 3,
        isMetered: true,
      });
    }
  }
}

async function addReaders(
  tx: Db,
  newsroom: NewsroomFile,
  newsletters: ReadonlyMap<string, number>,
): Promise<void> {
  for (const { address: text, newsletters: slugs, tier: tierSlug, ...reader } of newsroom.readers) {
    const address = parseAddress(text);
    if (!address) throw new Error(`the sample reader ${text} has no address`);
    const newsletterIds = slugs.flatMap((slug) => newsletters.get(slug) ?? []);
    const words = 'Came with the sample newsroom';
    const subscriberId = await addKnownReader(tx, { ...reader, address, newsletterIds, words });
    const tier = await findTier(tx, tierSlug);
    if (tier && tier.rank > 0) {
      await grantEntitlement(tx, {
        subscriberId,
        tierId: tier.id,
        reason: 'invoice',
        note: words,
        endsAt: null,
        grantedBy: 'the sample newsroom',
      });
    }
  }
}

/**
 * Fills an install that has no publication yet with a newsroom to look at: title, newsletters, tiers, stories and a little
 * audience, all in one transaction. An install that has one is left alone.
 * @returns whether it was added
 */
export async function addSampleNewsroom(db: Db): Promise<boolean> {
  if (await findPublication(db)) return false;
  const newsroom = await readNewsroomFile();
  await db.transaction().execute(async (tx) => {
    const { title, accentHex, ...facts } = newsroom.publication;
    await savePublication(tx, publicationForm.parse({ ...facts, name: title, accent: accentHex }));
    for (const [position, section] of newsroom.sections.entries())
      await saveSection(tx, { ...section, position });
    const newsletters = await addNewsletters(tx, newsroom);
    await addTiers(tx, newsroom);
    await addStories(tx, newsroom, newsletters);
    await addReaders(tx, newsroom, newsletters);
  });
  return true;
}
