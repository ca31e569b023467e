import type { FeedDraft } from '../../../../templates/pages/admin/feeds/feed-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type Feed, type FeedFacts, feedForm } from '../../../articles/feeds/feeds.ts';
import { findSection } from '../../../articles/sections.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import { textOf } from '../../form-body.ts';
import { formProblems } from '../form-problems.ts';

export const emptyDraft: FeedDraft = {
  url: '',
  section: '',
  newsletter: '',
  access: 'everyone',
  takesPictures: true,
  isOn: true,
};

export const readDraft = (body: unknown): FeedDraft => ({
  url: textOf(body, 'url'),
  section: textOf(body, 'section'),
  newsletter: textOf(body, 'newsletter'),
  access: textOf(body, 'access') || 'everyone',
  takesPictures: textOf(body, 'takesPictures') !== '',
  isOn: textOf(body, 'isOn') !== '',
});

type Named = ReadonlyArray<{ readonly id: number; readonly slug: string }>;

const slugOf = (id: number | null, among: Named): string => among.find((each) => each.id === id)?.slug ?? '';

/** A feed as its form shows it. */
export const draftOf = (
  feed: Feed,
  { sections, newsletters }: { readonly sections: Named; readonly newsletters: Named },
): FeedDraft => ({
  url: feed.url,
  section: slugOf(feed.sectionId, sections),
  newsletter: slugOf(feed.newsletterId, newsletters),
  access: feed.access === 'tier' ? `tier:${feed.leastTier}` : feed.access,
  takesPictures: feed.takesPictures,
  isOn: feed.state === 'on',
});

type FactsReading =
  | { readonly kind: 'facts'; readonly facts: FeedFacts }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] };

/** What an editor typed, checked against the sections, newsletters and tiers there are. */
export async function readFacts(db: Db, draft: FeedDraft): Promise<FactsReading> {
  const [section, newsletter, tiers] = await Promise.all([
    draft.section === '' ? null : findSection(db, draft.section),
    draft.newsletter === '' ? null : findNewsletter(db, { slug: draft.newsletter }),
    listTiers(db),
  ]);
  const tier = tiers.find(({ slug, rank }) => rank > 0 && draft.access === `tier:${slug}`);
  const form = feedForm.safeParse({
    url: draft.url,
    sectionId: section?.id ?? null,
    newsletterId: newsletter?.id ?? null,
    access: tier ? 'tier' : draft.access,
    leastTier: tier?.slug ?? null,
    takesPictures: draft.takesPictures,
    isOn: draft.isOn,
  });
  const problems: FieldProblem[] = form.success ? [] : [...formProblems(form.error)];
  if (!tier && draft.access.startsWith('tier'))
    problems.push({ field: 'access', message: 'Please choose one of these' });
  if (draft.section !== '' && !section)
    problems.push({ field: 'section', message: 'Please choose one of the sections' });
  if (draft.newsletter !== '' && !newsletter)
    problems.push({ field: 'newsletter', message: 'Please choose one of the newsletters' });
  return form.success && problems.length === 0
    ? { kind: 'facts', facts: form.data }
    : { kind: 'refused', problems };
}
