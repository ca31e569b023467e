import { type Response, type Router, Router as createRouter } from 'express';
import {
  type WebhookDraft,
  WebhooksPage,
} from '../../../../templates/pages/admin/webhooks/webhooks-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import {
  type Endpoint,
  addEndpoint,
  findEndpointProblems,
  listEndpoints,
} from '../../../webhooks/endpoints.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { sessionOf } from '../staff-door.ts';
import { kindOptions, readEndpointForm } from './endpoint-form.ts';
import { createWebhookRouter, sendWebhook } from './webhook.ts';

const emptyDraft: WebhookDraft = { name: '', url: '', kinds: [], withAddress: false };

/** Who else is told what happens. */
export function createWebhooksRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();

  const stateOf = (
    { isOn, failingSince }: Endpoint,
    publication: Parameters<typeof recordMoment>[1],
  ): string => {
    if (!isOn) return 'Off';
    return failingSince === null ? 'On' : `Failing since ${recordMoment(failingSince, publication).text}`;
  };

  const sendList = async (
    response: Response,
    {
      draft = emptyDraft,
      problems = [],
      notice,
    }: {
      readonly draft?: WebhookDraft;
      readonly problems?: readonly FieldProblem[];
      readonly notice?: string | undefined;
    },
  ): Promise<void> => {
    const [site, publication, endpoints] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listEndpoints(db),
    ]);
    const rows = endpoints.map((endpoint) => ({
      id: endpoint.publicId,
      name: endpoint.name,
      url: endpoint.url,
      kinds: endpoint.kinds,
      state: stateOf(endpoint, publication),
    }));
    const page = WebhooksPage({ site, rows, kinds: kindOptions, draft, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/', (request, response) => {
    const notice =
      textOf(request.query, 'done') === 'removed' ? 'Removed: it is told nothing any more.' : undefined;
    return sendList(response, { notice });
  });

  /** Answers with the page itself: a redirect would have to carry the secret, and it must be shown this once. */
  router.post('/', async (request, response) => {
    const draft = readEndpointForm(request.body);
    const problems = findEndpointProblems(draft);
    if (problems.length > 0) return sendList(response, { draft, problems });
    const actor = sessionOf(response).staff.name;
    const { publicId, secret } = await db.transaction().execute(async (tx) => {
      const added = await addEndpoint(tx, keys, draft);
      const { kinds, withAddress } = draft;
      await recordAct(tx, {
        actor,
        action: `added the webhook ${draft.name}`,
        object: `webhook ${added.publicId}`,
        details: { kinds, withAddress, host: new URL(draft.url).host },
      });
      return added;
    });
    return sendWebhook(setting, response, publicId, { fresh: secret });
  });

  router.use('/:id', createWebhookRouter(setting));
  return router;
}
