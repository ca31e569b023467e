import { type Response, type Router, Router as createRouter } from 'express';
import { type ImportDraft, ImportStoryPage } from '../../../templates/pages/admin/import-story-page.tsx';
import { type DraftRow, StoriesPage, type StoryShow } from '../../../templates/pages/admin/stories-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { listArticles } from '../../articles/articles.ts';
import { type DraftLine, countDrafts, listDrafts } from '../../articles/drafts/drafts.ts';
import { findMarksIn } from '../../articles/drafts/open-marks.ts';
import { storyContent } from '../../articles/drafts/story-content.ts';
import { type BroughtIn, bringInPage, bringInText } from '../../articles/from-elsewhere/bring-in.ts';
import { importArticle } from '../../articles/import-article.ts';
import { listSections } from '../../articles/sections.ts';
import { findNewsletter, listNewsletters } from '../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { createGuardedFetch } from '../../platform/fetch-guarded.ts';
import { recordAct } from '../../staff/audit.ts';
import { mayRole } from '../../staff/roles.ts';
import { textOf } from '../form-body.ts';
import { clockMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { bySlug } from './choice-options.ts';
import { draftPath } from './drafts/draft-path.ts';
import { formProblems } from './form-problems.ts';
import { pagingOf } from './paging.ts';
import { may, sessionOf } from './staff-door.ts';

const notices: Readonly<Record<string, string>> = {
  deleted: 'The draft is deleted.',
  'deleted-before': 'This draft was deleted before: nothing was left to do.',
};

const pageSize = 50;
const mostDrafts = 200;

const formOf = (text: string): ImportDraft['form'] =>
  text === 'markdown' || text === 'html' ? text : 'text';

const readDraft = (body: unknown): ImportDraft => ({
  text: textOf(body, 'text'),
  title: textOf(body, 'title'),
  dek: textOf(body, 'dek'),
  byline: textOf(body, 'byline'),
  section: textOf(body, 'section'),
  newsletter: textOf(body, 'newsletter'),
  form: formOf(textOf(body, 'form')),
  url: textOf(body, 'url').trim(),
});

/** An empty field counts as not given. */
const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

const showOf = (text: string): StoryShow =>
  text === 'drafts' || text === 'scheduled' || text === 'published' ? text : '';

/** On the page of all stories the drafts touched last stand first; those of a section are found by its name. */
async function listShownDrafts(
  db: Db,
  { search, section, show }: { search: string; section: string; show: StoryShow },
  after: string,
): Promise<readonly DraftLine[]> {
  if (show === 'published' || (show === '' && after !== '')) return [];
  const limit = show === '' ? 8 : mostDrafts;
  const states =
    show === 'scheduled' ? (['scheduled'] as const) : (['draft', 'changed', 'taken-back'] as const);
  return listDrafts(db, { states: show === '' ? undefined : states, search: given(search), section, limit });
}

const draftRow = (draft: DraftLine, publication: Publication): DraftRow => ({
  id: draft.publicId,
  title: draft.title,
  byline: draft.byline,
  section: draft.section,
  state: draft.state,
  publishAt: draft.publishAt && clockMoment(draft.publishAt, publication),
  openMarks: findMarksIn([draft.title, draft.dek, draft.byline, draft.body].join('\n')).length,
  trouble: draft.trouble,
  updatedBy: draft.updatedBy,
  updatedAt: clockMoment(draft.updatedAt, publication),
});

/** All stories, and how another comes in. */
export function createStoriesRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (request, response) => {
    const filter = {
      search: textOf(request.query, 'search').trim(),
      section: textOf(request.query, 'section'),
      show: showOf(textOf(request.query, 'show')),
    };
    const after = textOf(request.query, 'after');
    const mayWrite = mayRole(sessionOf(response).staff.role, 'write stories');
    const [site, publication, sections, counts, drafts, { articles, next }] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listSections(db),
      countDrafts(db),
      mayWrite ? listShownDrafts(db, filter, after) : [],
      listArticles(db, {
        search: given(filter.search),
        sectionSlug: given(filter.section),
        after,
        limit: pageSize,
      }),
    ]);
    const rows = articles.map(({ slug, title, byline, section, wordCount, publishedAt }) => ({
      slug,
      title,
      byline,
      section: section?.name ?? '',
      words: wordCount,
      publishedAt: clockMoment(publishedAt, publication),
    }));
    sendPage(
      response,
      StoriesPage({
        site,
        rows,
        drafts: drafts.map((draft) => draftRow(draft, publication)),
        counts: { drafts: counts.draft + counts.changed + counts['taken-back'], scheduled: counts.scheduled },
        sections: bySlug(sections),
        filter,
        paging: pagingOf('/admin/stories', filter, {
          isFirst: after === '',
          next: next === null ? null : { after: next },
        }),
        mayWrite,
        notice: notices[textOf(request.query, 'done')],
      }),
    );
  });

  const sendImport = async (
    response: Response,
    draft: ImportDraft,
    problems: readonly FieldProblem[],
  ): Promise<void> => {
    const [site, sections, newsletters] = await Promise.all([
      readAdminSite(setting, response),
      listSections(db),
      listNewsletters(db),
    ]);
    const page = { site, draft, sections: bySlug(sections), newsletters: bySlug(newsletters), problems };
    sendPage(response, ImportStoryPage(page), problems.length > 0 ? 422 : 200);
  };

  router.get('/import', may('write stories'), (_request, response) =>
    sendImport(response, readDraft({}), []),
  );

  /** Fetched or pasted, it is a draft: somebody looks at it before readers do. */
  async function answerBroughtIn(response: Response, draft: ImportDraft, outcome: BroughtIn): Promise<void> {
    if (outcome.kind === 'refused')
      return sendImport(response, draft, [{ field: outcome.field, message: outcome.message }]);
    response.redirect(303, `${draftPath(outcome.draft)}?done=${outcome.isNew ? 'fetched' : 'known'}`);
  }

  router.post('/import/page', may('write stories'), async (request, response) => {
    const draft = readDraft(request.body);
    const outcome = await bringInPage(db, draft.url, {
      fetch: setting.fetchOutside ?? createGuardedFetch(),
      publicUrl: setting.publicUrl,
      by: sessionOf(response).staff.name,
    });
    return answerBroughtIn(response, draft, outcome);
  });

  router.post('/import', may('write stories'), async (request, response) => {
    const draft = readDraft(request.body);
    if (textOf(request.body, 'act') === 'draft') {
      const facts = storyContent.pick({ dek: true, byline: true, title: true }).safeParse(draft);
      if (!facts.success) return sendImport(response, draft, formProblems(facts.error));
      const { dek, byline } = facts.data;
      const outcome = await bringInText(
        db,
        { form: formOf(draft.form), text: draft.text, title: facts.data.title },
        {
          by: sessionOf(response).staff.name,
          facts: {
            ...(dek && { dek }),
            ...(byline && { byline }),
            section: draft.section,
            newsletter: draft.newsletter,
          },
        },
      );
      return answerBroughtIn(response, draft, outcome);
    }
    if (draft.form !== 'text') {
      const message = 'Only plain text is published at once: keep this as a draft, and have a look at it';
      return sendImport(response, draft, [{ field: 'form', message }]);
    }
    const newsletter = draft.newsletter === '' ? null : await findNewsletter(db, { slug: draft.newsletter });
    if (draft.newsletter !== '' && !newsletter) {
      const problem = { field: 'newsletter', message: 'Please choose one of the newsletters' };
      return sendImport(response, draft, [problem]);
    }
    const outcome = await importArticle(db, {
      bytes: Buffer.from(draft.text),
      title: given(draft.title),
      dek: given(draft.dek),
      byline: given(draft.byline),
      sectionSlug: given(draft.section),
      newsletterId: newsletter?.id,
    });
    if (outcome.kind === 'refused') {
      return sendImport(response, draft, [{ field: outcome.field, message: outcome.message }]);
    }
    if (outcome.isNew) {
      const actor = sessionOf(response).staff.name;
      await recordAct(db, { actor, action: 'imported a story', object: `article ${outcome.slug}` });
    }
    response.redirect(303, `/admin/stories/${outcome.slug}?done=${outcome.isNew ? 'imported' : 'known'}`);
  });
  return router;
}
