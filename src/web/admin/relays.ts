import { type Response, type Router, Router as createRouter } from 'express';
import {
  type RelayDraft,
  RelayPage,
  type RelayPageProps,
} from '../../../templates/pages/admin/relay-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { relayForm } from '../../delivery/relay-form.ts';
import { type RelayLine, findRelay, removeRelay, saveRelay } from '../../delivery/relays.ts';
import { testRelay } from '../../delivery/test-relay.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { may, sessionOf } from './staff-door.ts';

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: running senders take it over within five seconds.',
  added: 'Added: running senders take it over within five seconds.',
};

const fresh: RelayDraft = {
  name: '',
  host: '',
  port: '587',
  tls: 'required',
  username: '',
  rank: '1',
  weight: '1',
  connections: '10',
  mailsPerConnection: '100',
  perHour: '',
  warmUp: '',
  warmUpFrom: '',
  isOn: true,
};

const draftOf = (relay: RelayLine): RelayDraft => ({
  name: relay.name,
  host: relay.host,
  port: String(relay.port),
  tls: relay.tls,
  username: relay.username ?? '',
  rank: String(relay.rank),
  weight: String(relay.weight),
  connections: String(relay.connections),
  mailsPerConnection: String(relay.mailsPerConnection),
  perHour: relay.perHour === null ? '' : String(relay.perHour),
  warmUp: relay.warmUp.join(' '),
  warmUpFrom: relay.warmUpFrom ?? '',
  isOn: relay.isOn,
});

const readDraft = (body: unknown): RelayDraft => ({
  name: textOf(body, 'name'),
  host: textOf(body, 'host'),
  port: textOf(body, 'port'),
  tls: textOf(body, 'tls'),
  username: textOf(body, 'username'),
  rank: textOf(body, 'rank'),
  weight: textOf(body, 'weight'),
  connections: textOf(body, 'connections'),
  mailsPerConnection: textOf(body, 'mailsPerConnection'),
  perHour: textOf(body, 'perHour').trim(),
  warmUp: textOf(body, 'warmUp'),
  warmUpFrom: textOf(body, 'warmUpFrom'),
  isOn: textOf(body, 'isOn') !== '',
});

const nameTaken: FieldProblem = { field: 'name', message: 'Another mail server has this name' };

/** Mail servers: added, changed, tried, taken away, while mail goes out. */
export function createRelaysRouter(setting: WebSetting): Router {
  const { db, keys, publicUrl } = setting;
  const router = createRouter();
  router.use(may('settings'));

  type Shown = Partial<Pick<RelayPageProps, 'notice' | 'problems' | 'hasPassword'>>;

  const sendForm = async (response: Response, id: number | null, draft: RelayDraft, shown: Shown = {}) => {
    const { problems = [], notice, hasPassword = false } = shown;
    const site = await readAdminSite(setting, response);
    const page = RelayPage({ site, id, draft, hasPassword, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const record = (response: Response, action: string) =>
    recordAct(db, { actor: sessionOf(response).staff.name, action });

  const find = (params: unknown) => findRelay(db, Number(textOf(params, 'id')) || 0);

  router.get('/new', (_request, response) => sendForm(response, null, fresh));

  router.post('/new', async (request, response) => {
    const draft = readDraft(request.body);
    const form = relayForm.safeParse({ ...draft, password: textOf(request.body, 'password') });
    if (!form.success) return sendForm(response, null, draft, { problems: formProblems(form.error) });
    const saved = await saveRelay(db, keys, null, form.data);
    if (saved.kind !== 'saved') return sendForm(response, null, draft, { problems: [nameTaken] });
    await record(response, `added the mail server ${form.data.name}`);
    return response.redirect(303, `/admin/delivery/servers/${saved.id}?done=added`);
  });

  router.get('/:id', async (request, response, next) => {
    const relay = await find(request.params);
    if (!relay) return next();
    const text = notices[textOf(request.query, 'done')];
    const notice = text === undefined ? undefined : { kind: 'good' as const, text };
    return sendForm(response, relay.id, draftOf(relay), { notice, hasPassword: relay.hasPassword });
  });

  router.post('/:id', async (request, response, next) => {
    const relay = await find(request.params);
    if (!relay) return next();
    const draft = readDraft(request.body);
    const { hasPassword } = relay;
    const form = relayForm.safeParse({ ...draft, password: textOf(request.body, 'password') });
    if (!form.success)
      return sendForm(response, relay.id, draft, { problems: formProblems(form.error), hasPassword });
    const saved = await saveRelay(db, keys, relay.id, form.data);
    if (saved.kind === 'unknown') return next();
    if (saved.kind === 'name-taken')
      return sendForm(response, relay.id, draft, { problems: [nameTaken], hasPassword });
    await record(response, `changed the mail server ${form.data.name}`);
    return response.redirect(303, `/admin/delivery/servers/${relay.id}?done=saved`);
  });

  router.post('/:id/test', async (request, response, next) => {
    const relay = await find(request.params);
    if (!relay) return next();
    const found = await testRelay(db, keys, relay.id, new URL(publicUrl).hostname);
    if (found.kind === 'unknown') return next();
    const notice =
      found.kind === 'works'
        ? { kind: 'good' as const, text: 'It took the connection and let us in. No mail was sent.' }
        : { kind: 'warn' as const, text: found.words };
    return sendForm(response, relay.id, draftOf(relay), { notice, hasPassword: relay.hasPassword });
  });

  router.post('/:id/remove', async (request, response, next) => {
    const relay = await find(request.params);
    if (!relay) return next();
    if (await removeRelay(db, relay.id)) await record(response, `removed the mail server ${relay.name}`);
    return response.redirect(303, '/admin/delivery');
  });
  return router;
}
