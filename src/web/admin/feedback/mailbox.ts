import { type Response, type Router, Router as createRouter } from 'express';
import { type MailboxDraft, MailboxPage } from '../../../../templates/pages/admin/feedback/mailbox-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { mailboxForm } from '../../../feedback/mailbox/mailbox-form.ts';
import { imapProblem, openImap } from '../../../feedback/mailbox/open-imap.ts';
import {
  accountOfForm,
  deleteMailbox,
  findMailbox,
  saveMailbox,
} from '../../../feedback/mailbox/report-mailbox.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { may, sessionOf } from '../staff-door.ts';

const fresh: MailboxDraft = {
  host: '',
  port: '993',
  tls: 'implicit',
  username: '',
  auth: 'password',
  folder: 'INBOX',
  doneFolder: 'Doorstep',
  isOn: true,
};

const draftOf = (body: unknown): MailboxDraft => ({
  host: textOf(body, 'host'),
  port: textOf(body, 'port'),
  tls: textOf(body, 'tls'),
  username: textOf(body, 'username'),
  auth: textOf(body, 'auth'),
  folder: textOf(body, 'folder'),
  doneFolder: textOf(body, 'doneFolder'),
  isOn: textOf(body, 'isOn') !== '',
});

type Answer = { readonly kind: 'good' | 'warn'; readonly text: string };

/** `/admin/delivery/sources/mailbox`: a mailbox elsewhere, to which reports are sent. */
export function createMailboxRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use(may('settings'));

  async function send(
    response: Response,
    draft: MailboxDraft | null,
    { problems = [], answer }: { problems?: readonly FieldProblem[]; answer?: Answer } = {},
  ) {
    const [site, line] = await Promise.all([readAdminSite(setting, response), findMailbox(db)]);
    const page = MailboxPage({
      site,
      draft: draft ?? (line ? { ...line, port: String(line.port) } : fresh),
      isSetUp: line !== null,
      problem: line?.problem ?? null,
      answer,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/', (_request, response) => send(response, null));

  router.post('/', async (request, response) => {
    const draft = draftOf(request.body);
    const line = await findMailbox(db);
    const form = mailboxForm({ hasSecret: line !== null }).safeParse({
      ...draft,
      secret: textOf(request.body, 'secret'),
    });
    if (!form.success) return send(response, draft, { problems: formProblems(form.error) });
    if (textOf(request.body, 'act') === 'try') {
      try {
        const folder = await openImap(await accountOfForm(db, keys, form.data), form.data.folder);
        await folder.close();
        const mails = `${folder.mails} ${folder.mails === 1 ? 'mail lies' : 'mails lie'}`;
        const text = `It works: ${mails} in ${form.data.folder}. Nothing was touched, and nothing is saved yet.`;
        return await send(response, draft, { answer: { kind: 'good', text } });
      } catch (error) {
        return send(response, draft, { answer: { kind: 'warn', text: `${imapProblem(error)}.` } });
      }
    }
    const actor = sessionOf(response).staff.name;
    await db.transaction().execute(async (tx) => {
      await saveMailbox(tx, keys, form.data);
      await recordAct(tx, {
        actor,
        action: 'set up the mailbox of reports',
        details: { host: form.data.host, folder: form.data.folder, isOn: form.data.isOn },
      });
    });
    return response.redirect(303, '/admin/delivery/sources');
  });

  router.post('/remove', async (_request, response) => {
    const actor = sessionOf(response).staff.name;
    await db.transaction().execute(async (tx) => {
      if (await deleteMailbox(tx)) await recordAct(tx, { actor, action: 'removed the mailbox of reports' });
    });
    response.redirect(303, '/admin/delivery/sources');
  });
  return router;
}
