import { type Response, type Router, Router as createRouter } from 'express';
import { type StoryDraft, StoryPage } from '../../../templates/pages/admin/story-page.tsx';
import { TakenBackPage } from '../../../templates/pages/admin/stories/take-back-pages.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import {
  type Article,
  type ArticleAccess,
  articleForm,
  editArticle,
  findArticle,
  findTakenBack,
} from '../../articles/articles.ts';
import { openDraft } from '../../articles/drafts/drafts.ts';
import { listSections } from '../../articles/sections.ts';
import { type Tier, listTiers } from '../../membership/tiers.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
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
import { may, sessionOf } from './staff-door.ts';

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: readers see it so from now on.',
  imported: 'Published: it has a page and stands on the front page.',
  published: 'Published: readers see it so from now on.',
  known: 'This very text was here already: this is it.',
};

const readDraft = (body: unknown): StoryDraft => ({
  title: textOf(body, 'title'),
  dek: textOf(body, 'dek'),
  byline: textOf(body, 'byline'),
  section: textOf(body, 'section'),
  newsletter: textOf(body, 'newsletter'),
  access: textOf(body, 'access') || 'everyone',
  openParagraphs: textOf(body, 'openParagraphs').trim(),
  isMetered: textOf(body, 'isMetered') !== '',
});

/** `everyone`, `registered`, or `tier:SLUG`. */
const accessValue = ({ level, leastTier }: ArticleAccess): string =>
  level === 'tier' ? `tier:${leastTier}` : level;

function readAccess({ access, openParagraphs, isMetered }: StoryDraft, tiers: readonly Tier[]) {
  const tier = tiers.find(({ slug, rank }) => rank > 0 && access === `tier:${slug}`);
  const level = tier ? 'tier' : access;
  return { level, leastTier: tier?.slug ?? null, openParagraphs, isMetered };
}

/** What is said about one story. */
export function createStoryRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const sendStory = async (
    response: Response,
    article: Article,
    {
      draft,
      problems = [],
      notice,
    }: { draft?: StoryDraft; problems?: readonly FieldProblem[]; notice?: string | undefined },
  ): Promise<void> => {
    const [site, publication, sections, newsletters, tiers] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listSections(db),
      listNewsletters(db),
      listTiers(db),
    ]);
    const { role } = sessionOf(response).staff;
    const own = newsletters.find(({ id }) => id === article.newsletterId)?.slug ?? '';
    const { slug, title, dek, byline } = article;
    const page = StoryPage({
      site,
      slug,
      headline: title,
      publishedAt: clockMoment(article.publishedAt, publication),
      words: article.wordCount,
      boxes: article.blocks.filter(({ kind }) => kind === 'sign-up').length,
      draft: draft ?? {
        title,
        dek,
        byline,
        section: article.section?.slug ?? '',
        newsletter: own,
        access: accessValue(article.access),
        openParagraphs: String(article.access.openParagraphs),
        isMetered: article.access.isMetered,
      },
      tiers: tiers
        .filter(({ rank }) => rank > 0)
        .map((tier) => ({ value: `tier:${tier.slug}`, text: `Readers of ${tier.name}, and above` })),
      sections: bySlug(sections),
      newsletters: bySlug(newsletters),
      editionNewsletter: own,
      mayWrite: mayRole(role, 'write stories'),
      mayCompose: mayRole(role, 'compose'),
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const sendTakenBack = async (response: Response, slug: string, next: () => void): Promise<void> => {
    const known = await findTakenBack(db, slug);
    if (!known) return next();
    const [site, publication] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const mayWrite = mayRole(sessionOf(response).staff.role, 'write stories');
    const page = TakenBackPage({
      site,
      slug: known.slug,
      headline: known.title,
      at: clockMoment(known.at, publication),
      by: known.by,
      draftPath: mayWrite ? draftPath({ publicId: known.draft }) : null,
    });
    sendPage(response, page);
  };

  router.get('/:slug', may('read'), async (request, response, next) => {
    const article = await findArticle(db, textOf(request.params, 'slug'));
    if (!article) return sendTakenBack(response, textOf(request.params, 'slug'), next);
    return sendStory(response, article, { notice: notices[textOf(request.query, 'done')] });
  });

  router.post('/:slug', may('write stories'), async (request, response, next) => {
    const article = await findArticle(db, textOf(request.params, 'slug'));
    if (!article) return next();
    const { slug } = article;
    const draft = readDraft(request.body);
    const newsletter = (await listNewsletters(db)).find((each) => each.slug === draft.newsletter);
    if (draft.newsletter !== '' && !newsletter) {
      const problem = { field: 'newsletter', message: 'Please choose one of the newsletters' };
      return sendStory(response, article, { draft, problems: [problem] });
    }
    const form = articleForm.safeParse({
      ...draft,
      sectionSlug: draft.section,
      newsletterId: newsletter?.id ?? null,
      access: readAccess(draft, await listTiers(db)),
    });
    if (!form.success) return sendStory(response, article, { draft, problems: formProblems(form.error) });

    const outcome = await editArticle(db, slug, form.data);
    if (outcome.kind === 'missing') return next();
    if (outcome.kind === 'unknown-section') {
      const problem = { field: 'section', message: 'Please choose one of the sections' };
      return sendStory(response, article, { draft, problems: [problem] });
    }
    const actor = sessionOf(response).staff.name;
    await recordAct(db, { actor, action: 'changed the facts of a story', object: `article ${slug}` });
    return response.redirect(303, `/admin/stories/${slug}?done=saved`);
  });

  /** Opens the sheet on which it is written on. */
  router.post('/:slug/write', may('write stories'), async (request, response, next) => {
    const draft = await openDraft(db, textOf(request.params, 'slug'), sessionOf(response).staff.name);
    if (!draft) return next();
    return response.redirect(303, draftPath(draft));
  });
  return router;
}
