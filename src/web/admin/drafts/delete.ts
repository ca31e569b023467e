import { type Response, type Router, Router as createRouter } from 'express';
import { DeleteDraftPage } from '../../../../templates/pages/admin/stories/take-back-pages.tsx';
import { type Draft, findDraft } from '../../../articles/drafts/drafts.ts';
import { deleteDraft } from '../../../articles/drafts/take-back.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { sessionOf } from '../staff-door.ts';
import { draftIdOf, draftPath } from './draft-path.ts';
import { countsOf } from './draft-view.ts';
import { fieldsOf } from './draft-form.ts';

/** Deleting a draft: a question first. */
export function createDeleteRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  async function ask(response: Response, draft: Draft, isChanged: boolean): Promise<void> {
    const [site, publication] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const page = DeleteDraftPage({
      site,
      path: draftPath(draft),
      headline: draft.content.title,
      version: draft.version,
      words: countsOf(fieldsOf(draft.content)).words,
      touched: { by: draft.updatedBy, at: clockMoment(draft.updatedAt, publication) },
      scheduled: draft.publishAt && clockMoment(draft.publishAt, publication),
      isChanged,
    });
    sendPage(response, page, isChanged ? 409 : 200);
  }

  router.get('/:id/delete', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return next();
    if (draft.articleId !== null) return response.redirect(303, `${draftPath(draft)}?done=has-story`);
    return ask(response, draft, false);
  });

  router.post('/:id/delete', async (request, response) => {
    const outcome = await deleteDraft(db, {
      publicId: draftIdOf(request),
      version: Number(textOf(request.body, 'version')) || 0,
      by: sessionOf(response).staff.name,
    });
    switch (outcome.kind) {
      case 'deleted':
        return response.redirect(303, '/admin/stories?done=deleted');
      case 'missing':
        return response.redirect(303, '/admin/stories?done=deleted-before');
      case 'has-story':
        return response.redirect(303, `${draftPath(outcome.draft)}?done=has-story`);
      case 'conflict':
        return ask(response, outcome.current, true);
      default:
        return outcome satisfies never;
    }
  });
  return router;
}
