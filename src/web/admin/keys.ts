import { type Response, type Router, Router as createRouter } from 'express';
import { KeysPage, type KeysPageProps } from '../../../templates/pages/admin/keys-page.tsx';
import { readPublication } from '../../newsletters/publication.ts';
import { apiScopes, createApiKey, isApiScope, listApiKeys, revokeApiKey } from '../../staff/api-keys.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf, textsOf } from '../form-body.ts';
import { recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { sessionOf } from './staff-door.ts';

type Shown = Partial<Pick<KeysPageProps, 'draft' | 'fresh' | 'problems' | 'notice'>>;

/** Keys of the API: made, shown once, revoked. */
export function createKeysRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const sendKeys = async (response: Response, shown: Shown): Promise<void> => {
    const { draft = { name: '', scopes: [] }, problems = [], notice, fresh } = shown;
    const [site, keys, publication] = await Promise.all([
      readAdminSite(setting, response),
      listApiKeys(db),
      readPublication(db),
    ]);
    const rows = keys.map(({ publicId, createdAt, lastUsedAt, name, prefix, scopes, owner }) => ({
      id: publicId,
      owner,
      name,
      prefix,
      scopes,
      createdAt: recordMoment(createdAt, publication),
      lastUsedAt: lastUsedAt && recordMoment(lastUsedAt, publication),
    }));
    const page = KeysPage({ site, rows, scopes: apiScopes, draft, fresh, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/', (request, response) =>
    sendKeys(response, {
      notice: textOf(request.query, 'done') === 'revoked' ? 'Revoked: it opens nothing any more.' : undefined,
    }),
  );

  /** Answers with the page itself: a redirect would have to carry the key, and it must be shown this once. */
  router.post('/', async (request, response) => {
    const name = textOf(request.body, 'name').trim();
    const scopes = textsOf(request.body, 'scopes').filter(isApiScope);
    const problems = [
      ...(name === '' || name.length > 80
        ? [{ field: 'name', message: 'Please say what it is for, in at most 80 characters' }]
        : []),
      ...(scopes.length === 0 ? [{ field: 'scopes', message: 'Please choose what it may do' }] : []),
    ];
    if (problems.length > 0) return sendKeys(response, { draft: { name, scopes }, problems });
    const { name: actor, id: staffId } = sessionOf(response).staff;
    const { key } = await db.transaction().execute(async (tx) => {
      await recordAct(tx, { actor, action: `made the API key ${name}`, details: { scopes } });
      return createApiKey(tx, { name, scopes, staffId });
    });
    return sendKeys(response, { fresh: { name, key } });
  });

  router.post('/revoke', async (request, response) => {
    const id = textOf(request.body, 'id');
    const actor = sessionOf(response).staff.name;
    const isRevoked = await db.transaction().execute(async (tx) => {
      const isDone = await revokeApiKey(tx, id);
      if (isDone) await recordAct(tx, { actor, action: 'revoked an API key', object: `key ${id}` });
      return isDone;
    });
    response.redirect(303, `/admin/settings/keys${isRevoked ? '?done=revoked' : ''}`);
  });
  return router;
}
