import { type Response, type Router, Router as createRouter } from 'express';
import { z } from 'zod';
import { type AccessDraft, AccessPage } from '../../../templates/pages/admin/access-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { readAccessSetting, saveAccessSetting } from '../../membership/access-passes.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { sessionOf } from './staff-door.ts';

const count = (what: string) => {
  const message = `${what}: please give a number from 0 to 100`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, message)
    .transform(Number)
    .refine((number) => number <= 100, message);
};
const accessForm = z.object({ freeStories: count('Free stories'), giftLinks: count('Stories to give away') });

/** How much may be read without a subscription. */
export function createAccessRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const send = async (
    response: Response,
    draft: AccessDraft,
    { problems = [], notice }: Shown,
  ): Promise<void> => {
    const site = await readAdminSite(setting, response);
    sendPage(response, AccessPage({ site, draft, notice, problems }), problems.length > 0 ? 422 : 200);
  };

  router.get('/', async (request, response) => {
    const { freeStories, giftLinks } = await readAccessSetting(db);
    const notice =
      textOf(request.query, 'done') === 'saved' ? 'Saved: it counts from the next visit on.' : undefined;
    await send(response, { freeStories: String(freeStories), giftLinks: String(giftLinks) }, { notice });
  });

  router.post('/', async (request, response) => {
    const draft = {
      freeStories: textOf(request.body, 'freeStories'),
      giftLinks: textOf(request.body, 'giftLinks'),
    };
    const form = accessForm.safeParse(draft);
    if (!form.success) return send(response, draft, { problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await saveAccessSetting(tx, form.data);
      const actor = sessionOf(response).staff.name;
      await recordAct(tx, { actor, action: 'changed the access without a subscription', details: form.data });
    });
    return response.redirect(303, '/admin/settings/access?done=saved');
  });
  return router;
}
