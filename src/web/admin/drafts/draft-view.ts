import type { Response } from 'express';
import type { StoryFields } from '../../../../templates/pages/admin/stories/story-draft-fields.ts';
import { WriterPage } from '../../../../templates/pages/admin/stories/writer-page.tsx';
import type { WriterPageProps } from '../../../../templates/pages/admin/stories/writer-props.ts';
import { countWords } from '../../../articles/article-block.ts';
import type { Draft } from '../../../articles/drafts/drafts.ts';
import { findOpenMarks } from '../../../articles/drafts/open-marks.ts';
import { readMarkdown } from '../../../articles/markdown/read-markdown.ts';
import { listSections } from '../../../articles/sections.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { clockTime, recordMoment } from '../../moments.ts';
import { assetUrl, sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { bySlug } from '../choice-options.ts';
import { type MomentFields, momentFieldsOf } from '../moment-fields.ts';
import { draftPath, newDraftPath } from './draft-path.ts';

/** `Saved 14:02`, with its day when that is not today's. */
export function savedWords({ updatedAt }: Pick<Draft, 'updatedAt'>, publication: Publication): string {
  const isOfToday = Date.now() - updatedAt.getTime() < 12 * 3_600_000;
  return isOfToday
    ? `Saved ${clockTime(updatedAt, publication)}`
    : `Saved ${recordMoment(updatedAt, publication).text}`;
}

export type SheetState = {
  /** Null: a sheet that nobody has saved. */
  readonly draft: Draft | null;
  /** What the fields hold, as it was typed. */
  readonly fields: StoryFields;
  readonly times?: MomentFields | undefined;
} & Partial<
  Pick<WriterPageProps, 'notice' | 'problems' | 'conflict' | 'asksAboutMarks' | 'saveState' | 'version'>
>;

/** The words and open marks of a sheet as it is now. */
export const countsOf = (fields: StoryFields) => ({
  words: countWords(readMarkdown(fields.body)),
  marks: findOpenMarks(fields),
});

const standingOf = (draft: Draft | null, publication: Publication) => ({
  published:
    draft?.articleSlug === null || draft === null
      ? null
      : { slug: draft.articleSlug, hasChanges: draft.version !== draft.publishedVersion },
  scheduled:
    draft?.publishAt && draft.scheduledBy !== null
      ? {
          at: recordMoment(draft.publishAt, publication),
          by: draft.scheduledBy,
          isOlder: draft.version !== draft.scheduledVersion,
        }
      : null,
  takenBack: draft?.takenBackAt ? recordMoment(draft.takenBackAt, publication) : null,
  mayDelete: draft !== null && draft.articleId === null,
  trouble: draft?.trouble ?? '',
});

/** Sends the sheet, whatever state it is in. */
export async function sendSheet(
  setting: WebSetting,
  response: Response,
  { draft, fields, times, ...state }: SheetState,
  status = 200,
): Promise<void> {
  const { db } = setting;
  const [site, publication, sections, newsletters, tiers] = await Promise.all([
    readAdminSite(setting, response),
    readPublication(db),
    listSections(db),
    listNewsletters(db),
    listTiers(db),
  ]);
  const zone = publication.timeZone;
  const nextMorning = new Date(setting.clock().getTime() + 86_400_000);
  const when = times ??
    (draft?.publishAt ? momentFieldsOf(draft.publishAt, zone) : undefined) ?? {
      on: momentFieldsOf(nextMorning, zone).on,
      time: '06:00',
    };
  const page = WriterPage({
    site,
    scripts: [assetUrl('writer.js')],
    richScript: assetUrl('rich-text.js'),
    path: draft ? draftPath(draft) : newDraftPath,
    isKept: draft !== null,
    version: draft?.version ?? 0,
    fields,
    saveState: draft ? savedWords(draft, publication) : 'Not saved yet',
    ...countsOf(fields),
    ...standingOf(draft, publication),
    when: { ...when, zone },
    sections: bySlug(sections),
    newsletters: bySlug(newsletters),
    tiers: tiers
      .filter(({ rank }) => rank > 0)
      .map(({ slug, name }) => ({ value: `tier:${slug}`, text: `Readers of ${name}, and above` })),
    sourceUrl: draft?.sourceUrl?.startsWith('http') ? draft.sourceUrl : null,
    problems: [],
    asksAboutMarks: false,
    ...state,
  });
  sendPage(response, page, status);
}
