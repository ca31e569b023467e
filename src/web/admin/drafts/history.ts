import { type Router, Router as createRouter } from 'express';
import {
  HistoryPage,
  type RevisionLine,
  RevisionPage,
} from '../../../../templates/pages/admin/stories/history-pages.tsx';
import { countWords } from '../../../articles/article-block.ts';
import {
  type Revision,
  findDraft,
  findRevision,
  listRevisions,
  restoreRevision,
} from '../../../articles/drafts/drafts.ts';
import { type StoryContent, emptyContent } from '../../../articles/drafts/story-content.ts';
import { diffTexts } from '../../../articles/drafts/word-diff.ts';
import { readMarkdown } from '../../../articles/markdown/read-markdown.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { sessionOf } from '../staff-door.ts';
import { draftIdOf, draftPath } from './draft-path.ts';

const shown = 200;

const kinds: Readonly<Record<Revision['kind'], string>> = {
  saved: 'Saved',
  autosaved: 'Saved while writing',
  published: 'Published',
  scheduled: 'Given a time',
  restored: 'Went back to an earlier text',
  'brought in': 'Fetched',
  found: 'As readers saw it',
  'taken back': 'Taken back',
};

const lineOf = (revision: Revision, publication: Publication): RevisionLine => ({
  version: revision.version,
  what: kinds[revision.kind],
  by: revision.savedBy,
  at: clockMoment(revision.savedAt, publication),
  words: countWords(readMarkdown(revision.content.body)),
});

/** What is compared, in the order in which it is read. */
const compared: ReadonlyArray<readonly [string, (content: StoryContent) => string]> = [
  ['Headline', ({ title }) => title],
  ['Summary', ({ dek }) => dek],
  ['Byline', ({ byline }) => byline],
  ['Text', ({ body }) => body],
  ['Section', ({ section }) => section],
  ['Address', ({ slug }) => slug],
  ['Who may read it whole', ({ access, leastTier }) => leastTier ?? access],
  ['Open paragraphs', ({ openParagraphs }) => String(openParagraphs)],
  ['Newsletter', ({ newsletter }) => newsletter],
  [
    'Picture on top',
    ({ picture }) =>
      picture === null
        ? ''
        : [
            picture.mediaId,
            picture.isDecoration ? 'decoration' : picture.alt,
            picture.caption,
            picture.credit,
          ]
            .filter(Boolean)
            .join('\n'),
  ],
];

const changesBetween = (before: StoryContent, after: StoryContent) =>
  compared
    .filter(([, textIn]) => textIn(before) !== textIn(after))
    .map(([field, textIn]) => ({ field, parts: diffTexts(textIn(before), textIn(after)) }));

const versionOf = (params: unknown): number => {
  const text = textOf(params, 'version');
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
};

/** Every save of a draft, what it changed, and the way back to it. */
export function createHistoryRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/:id/history', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return next();
    const [site, publication, revisions] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listRevisions(db, draft.id, shown),
    ]);
    const page = HistoryPage({
      site,
      path: draftPath(draft),
      headline: draft.content.title,
      revisions: revisions.map((revision) => lineOf(revision, publication)),
    });
    return sendPage(response, page);
  });

  router.get('/:id/history/:version', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    const found = draft && (await findRevision(db, draft.id, versionOf(request.params)));
    if (!draft || !found) return next();
    const [site, publication] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const { revision, before } = found;
    const page = RevisionPage({
      site,
      path: draftPath(draft),
      headline: revision.content.title,
      revision: lineOf(revision, publication),
      changes: changesBetween(before?.content ?? emptyContent, revision.content),
      isFirst: before === null,
      isLast: revision.version === draft.version,
    });
    return sendPage(response, page);
  });

  router.post('/:id/history/:version/restore', async (request, response, next) => {
    const by = sessionOf(response).staff.name;
    const restored = await restoreRevision(db, draftIdOf(request), versionOf(request.params), by);
    if (!restored) return next();
    return response.redirect(303, `${draftPath(restored)}?done=restored`);
  });
  return router;
}
