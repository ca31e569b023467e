import { type Router, Router as createRouter } from 'express';
import { TakeBackPage } from '../../../templates/pages/admin/stories/take-back-pages.tsx';
import { findArticle, findTakenBack } from '../../articles/articles.ts';
import { findDraft } from '../../articles/drafts/drafts.ts';
import { takeStoryBack } from '../../articles/drafts/take-back.ts';
import { listEditionsWith } from '../../editions/editions.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { textOf } from '../form-body.ts';
import { clockMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { draftPath } from './drafts/draft-path.ts';
import { may, sessionOf } from './staff-door.ts';

const mostEditions = 50;

/** Taking a story back that is out: a question first. */
export function createTakeBackRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/:slug/take-back', may('write stories'), async (request, response, next) => {
    const article = await findArticle(db, textOf(request.params, 'slug'));
    if (!article) return next();
    const [site, publication, draft, editions] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      findDraft(db, { articleId: article.id }),
      listEditionsWith(db, article.slug, mostEditions),
    ]);
    const page = TakeBackPage({
      site,
      slug: article.slug,
      headline: article.title,
      scheduled: draft?.publishAt ? clockMoment(draft.publishAt, publication) : null,
      editions: editions.map(({ publicId, ...edition }) => ({ id: publicId, ...edition })),
    });
    return sendPage(response, page);
  });

  router.post('/:slug/take-back', may('write stories'), async (request, response, next) => {
    const slug = textOf(request.params, 'slug');
    const by = sessionOf(response).staff.name;
    const outcome = await takeStoryBack(db, slug, { by, now: clock() });
    if (outcome.kind === 'taken-back')
      return response.redirect(303, `${draftPath(outcome.draft)}?done=taken-back`);
    // A second click, or somebody else was quicker: it is as it was wanted.
    const known = await findTakenBack(db, slug);
    return known
      ? response.redirect(303, `${draftPath({ publicId: known.draft })}?done=taken-back-before`)
      : next();
  });
  return router;
}
