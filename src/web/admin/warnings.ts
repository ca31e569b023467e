import { type Response, type Router, Router as createRouter } from 'express';
import { type WarningsDraft, WarningsPage } from '../../../templates/pages/admin/warnings-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { listRelays } from '../../delivery/relays.ts';
import { readWatchSetting, saveWatchSetting, watchForm } from '../../editions/watch/watch-setting.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { sessionOf } from './staff-door.ts';

/** Where the newsroom hears what stands in the way of an automatic edition. */
export function createWarningsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const sendForm = async (
    response: Response,
    draft: WarningsDraft,
    { problems = [], notice }: Shown,
  ): Promise<void> => {
    const [site, relays] = await Promise.all([readAdminSite(setting, response), listRelays(db)]);
    const options = relays.map(({ id, name }) => ({ value: String(id), text: name }));
    const page = WarningsPage({ site, draft, relays: options, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/', async (request, response) => {
    const { webhookUrl, recipients, relayId } = await readWatchSetting(db);
    const draft = {
      webhookUrl: webhookUrl ?? '',
      recipients: recipients.join('\n'),
      relayId: relayId === null ? '' : String(relayId),
    };
    const isSaved = textOf(request.query, 'done') === 'saved';
    await sendForm(response, draft, { notice: isSaved ? 'Saved: the next warning goes there.' : undefined });
  });

  router.post('/', async (request, response) => {
    const draft = {
      webhookUrl: textOf(request.body, 'webhookUrl'),
      recipients: textOf(request.body, 'recipients'),
      relayId: textOf(request.body, 'relayId'),
    };
    const relay = (await listRelays(db)).find(({ id }) => String(id) === draft.relayId);
    const form = watchForm.safeParse({ ...draft, relayId: relay?.id ?? null });
    if (!form.success) return sendForm(response, draft, { problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await saveWatchSetting(tx, form.data);
      await recordAct(tx, { actor: sessionOf(response).staff.name, action: 'changed where warnings go' });
    });
    return response.redirect(303, '/admin/settings/warnings?done=saved');
  });
  return router;
}
