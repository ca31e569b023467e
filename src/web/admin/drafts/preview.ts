import { type Router, Router as createRouter } from 'express';
import { findDraft } from '../../../articles/drafts/drafts.ts';
import { previewDraft } from '../../../articles/drafts/preview-draft.ts';
import { textOf } from '../../form-body.ts';
import { renderArticle } from '../../public/article.ts';
import { closedOpening } from '../../public/open-article.ts';
import { sendPage } from '../../send-page.ts';
import { visitIn } from '../../public/visit.ts';
import type { WebSetting } from '../../web-setting.ts';
import { draftIdOf } from './draft-path.ts';

/** A draft as its readers will see it: whole, or with `?as=anybody` as far as it is open to all. */
export function createPreviewRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();
  router.get('/:id/preview', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return next();
    const article = await previewDraft(db, draft, clock());
    const closed = await closedOpening(setting, article);
    const isOpen = textOf(request.query, 'as') !== 'anybody';
    const access = {
      ...closed,
      ...(isOpen && { decision: { mayRead: true, because: 'everyone' } as const }),
      notice: 'A preview: nobody outside the newsroom sees this page.',
    };
    return sendPage(response, await renderArticle(await visitIn(setting, null), article, { access }));
  });
  return router;
}
