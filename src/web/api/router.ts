import {
  type Request,
  type RequestHandler,
  type Response,
  type Router,
  Router as createRouter,
} from 'express';
import { randomId } from '../../platform/random-tokens.ts';
import type { ApiKey } from '../../staff/api-keys.ts';
import type { WebSetting } from '../web-setting.ts';
import { answerOnce, idempotencyKeyOf } from './answer-once.ts';
import { answerProblem } from './answer-problem.ts';
import { authenticate } from './authenticate.ts';
import { createDocsRouter } from './docs.ts';
import { type Endpoint, isText } from './endpoint.ts';
import { endpoints } from './endpoints/all.ts';
import { ApiProblem } from './problem.ts';
import { mediaTypeOf, readJson, readText, readTextOrJson } from './read-body.ts';

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Set by the door. */
const keyOf = ({ locals }: Response): ApiKey => locals['apiKey'] as ApiKey;

/** Before any byte of a body is read. */
const askScope =
  ({ scope }: Endpoint): RequestHandler =>
  (_request, response, next) => {
    if (keyOf(response).scopes.includes(scope)) return next();
    throw new ApiProblem('missing-scope', { detail: `This needs a key with the scope ${scope}.` });
  };

const idOf = ({ params }: Request): string => {
  const id = params['id'] ?? params['slug'] ?? '';
  return typeof id === 'string' && isText(id) ? id : '';
};

const answer =
  (setting: WebSetting, endpoint: Endpoint): RequestHandler =>
  async (request, response) => {
    const key = keyOf(response);
    const actor = `key ${key.name}`;
    const idempotencyKey = idempotencyKeyOf(request);
    const caller = {
      setting,
      actor,
      id: idOf(request),
      mediaType: mediaTypeOf(request),
      idempotencyKey: idempotencyKey ?? randomId(),
    };
    const body: unknown = request.body ?? {};
    const act = () => endpoint.run(caller, request.query, body);
    const { status, body: answered } =
      idempotencyKey === null
        ? await act()
        : await answerOnce(
            setting,
            request,
            { actor: `key ${key.publicId}`, key: idempotencyKey, secretField: endpoint.secretField },
            act,
          );
    response.status(status).json(answered);
  };

const readerOf = ({ takesText, orJson }: Endpoint): RequestHandler =>
  takesText === undefined ? readJson : (orJson === undefined ? readText : readTextOrJson)(takesText);

/** An address that is there, but not for this method. */
function refuseMethods(router: Router): void {
  for (const { path } of endpoints) {
    const there = endpoints.filter((endpoint) => endpoint.path === path);
    const allowed = there.map(({ method }) => method.toUpperCase()).join(', ');
    router.all(expressPath(path), () => {
      throw new ApiProblem('method-not-allowed', { headers: { Allow: allowed } });
    });
  }
}

/** The JSON API: closed by its door, described by its documents, answering every error as a problem document. */
export function createApiRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.use(createDocsRouter(setting));

  const api = createRouter({ caseSensitive: true });
  api.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  api.use(authenticate(setting));
  for (const endpoint of endpoints) {
    api[endpoint.method](
      expressPath(endpoint.path),
      askScope(endpoint),
      readerOf(endpoint),
      answer(setting, endpoint),
    );
  }
  refuseMethods(api);
  router.use('/v1', api);
  router.use(() => {
    throw new ApiProblem('not-found');
  });
  router.use(answerProblem(setting));
  return router;
}
