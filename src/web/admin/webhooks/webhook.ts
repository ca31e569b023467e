import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { type WebhookDraft } from '../../../../templates/pages/admin/webhooks/webhooks-page.tsx';
import { WebhookPage } from '../../../../templates/pages/admin/webhooks/webhook-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import {
  type Endpoint,
  deleteEndpoint,
  findEndpoint,
  findEndpointProblems,
  rotateSecret,
  saveEndpoint,
  turnEndpoint,
} from '../../../webhooks/endpoints.ts';
import { type LoggedDelivery, listDeliveries, replayDelivery, sendTestEvent } from '../../../webhooks/log.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment, recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { cursorOf, idOf, pagingOf } from '../paging.ts';
import { sessionOf } from '../staff-door.ts';
import { kindOptions, readEndpointForm } from './endpoint-form.ts';

const pageSize = 50;

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: it holds from the next event on.',
  on: 'It is on: what waits for it goes out now.',
  off: 'It is off: nothing is sent to it.',
  test: 'A test is on its way. Reload this page to see what became of it.',
  replay: 'It goes out again, under the id it had.',
};

type Shown = {
  readonly fresh?: string | undefined;
  readonly notice?: string | undefined;
  readonly draft?: WebhookDraft | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly before?: number | undefined;
};

function rowOf({ attempts, ...delivery }: LoggedDelivery, publication: Publication) {
  const states = {
    taken: 'Taken',
    'given-up': 'Given up',
    waiting: `Waiting, next at ${clockMoment(delivery.dueAt, publication).text}`,
  } as const;
  return {
    id: delivery.id,
    eventId: delivery.eventId,
    kind: delivery.kind,
    at: recordMoment(delivery.occurredAt, publication),
    state: states[delivery.state],
    attempts: attempts.map(({ at, words, tookMs }) => ({ at: clockMoment(at, publication), words, tookMs })),
  };
}

/** The page of one receiver; without one like it, the list. */
export async function sendWebhook(
  setting: WebSetting,
  response: Response,
  publicId: string,
  { fresh, notice, draft, problems = [], before }: Shown,
): Promise<void> {
  const { db } = setting;
  const endpoint = await findEndpoint(db, publicId);
  if (!endpoint) return response.redirect(303, '/admin/settings/webhooks');
  const [site, publication, found] = await Promise.all([
    readAdminSite(setting, response),
    readPublication(db),
    listDeliveries(db, endpoint.id, { before, limit: pageSize + 1 }),
  ]);
  const lines = found.slice(0, pageSize);
  const { failingSince, oldSecretUntil } = endpoint;
  const page = WebhookPage({
    site,
    webhook: {
      id: publicId,
      name: endpoint.name,
      isOn: endpoint.isOn,
      offBecause: endpoint.offBecause,
      failingSince: failingSince && recordMoment(failingSince, publication),
      oldSecretUntil:
        oldSecretUntil && oldSecretUntil > setting.clock() ? recordMoment(oldSecretUntil, publication) : null,
    },
    kinds: kindOptions,
    draft: draft ?? endpoint,
    rows: lines.map((line) => rowOf(line, publication)),
    paging: pagingOf(
      `/admin/settings/webhooks/${publicId}`,
      {},
      {
        isFirst: before === undefined,
        next: found.length > pageSize ? { before: String(lines.at(-1)?.id ?? '') } : null,
      },
    ),
    fresh,
    notice,
    problems,
  });
  return sendPage(response, page, problems.length > 0 ? 422 : 200);
}

/** One receiver. */
export function createWebhookRouter(setting: WebSetting): Router {
  const { db, keys, ring } = setting;
  const router = createRouter({ mergeParams: true });
  const publicIdOf = ({ params }: Request): string => String(Reflect.get(params, 'id') ?? '');

  /** Does something with an endpoint that is there, says so in the trail, and comes back to its page. */
  const act = async (
    request: Request,
    response: Response,
    {
      done,
      action,
      run,
    }: {
      readonly done: string;
      readonly action: (endpoint: Endpoint) => string;
      readonly run: (tx: Db, endpoint: Endpoint) => Promise<boolean>;
    },
  ): Promise<void> => {
    const publicId = publicIdOf(request);
    const isDone = await db.transaction().execute(async (tx) => {
      const endpoint = await findEndpoint(tx, publicId);
      if (!endpoint || !(await run(tx, endpoint))) return false;
      const actor = sessionOf(response).staff.name;
      await recordAct(tx, { actor, action: action(endpoint), object: `webhook ${publicId}` });
      return true;
    });
    if (isDone) await ring('webhooks');
    const path = `/admin/settings/webhooks/${encodeURIComponent(publicId)}`;
    response.redirect(303, isDone ? `${path}?done=${done}` : path);
  };

  router.get('/', (request, response) =>
    sendWebhook(setting, response, publicIdOf(request), {
      notice: notices[textOf(request.query, 'done')],
      before: cursorOf(request.query, 'before'),
    }),
  );

  router.post('/', async (request, response) => {
    const draft = readEndpointForm(request.body);
    const problems = findEndpointProblems(draft);
    if (problems.length > 0) return sendWebhook(setting, response, publicIdOf(request), { draft, problems });
    return act(request, response, {
      done: 'saved',
      action: () => `changed the webhook ${draft.name}`,
      run: (tx, { publicId }) => saveEndpoint(tx, publicId, draft),
    });
  });

  router.post('/secret', async (request, response) => {
    const publicId = publicIdOf(request);
    const fresh = await db.transaction().execute(async (tx) => {
      const secret = await rotateSecret(tx, keys, publicId);
      const actor = sessionOf(response).staff.name;
      const action = 'made a new secret for a webhook';
      if (secret !== null) await recordAct(tx, { actor, action, object: `webhook ${publicId}` });
      return secret;
    });
    await sendWebhook(setting, response, publicId, { fresh: fresh ?? undefined });
  });

  router.post('/test', (request, response) =>
    act(request, response, {
      done: 'test',
      action: ({ name }) => `sent a test to the webhook ${name}`,
      run: async (tx, { id }) => {
        await sendTestEvent(tx, id);
        return true;
      },
    }),
  );

  router.post('/replay', (request, response) =>
    act(request, response, {
      done: 'replay',
      action: ({ name }) => `sent something again to the webhook ${name}`,
      run: async (tx, { id }) => replayDelivery(tx, id, idOf(request.body, 'id') ?? 0),
    }),
  );

  for (const isOn of [true, false]) {
    const done = isOn ? 'on' : 'off';
    router.post(`/${done}`, (request, response) =>
      act(request, response, {
        done,
        action: ({ name }) => `turned the webhook ${name} ${done}`,
        run: (tx, { publicId }) => turnEndpoint(tx, publicId, isOn),
      }),
    );
  }

  router.post('/remove', async (request, response) => {
    const publicId = publicIdOf(request);
    await db.transaction().execute(async (tx) => {
      const endpoint = await findEndpoint(tx, publicId);
      if (!endpoint || !(await deleteEndpoint(tx, publicId))) return;
      const actor = sessionOf(response).staff.name;
      const action = `removed the webhook ${endpoint.name}`;
      await recordAct(tx, { actor, action, object: `webhook ${publicId}` });
    });
    response.redirect(303, '/admin/settings/webhooks?done=removed');
  });
  return router;
}
