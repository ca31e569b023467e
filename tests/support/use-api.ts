import type { Test } from 'supertest';
import { endpoints } from '../../src/web/api/endpoints/all.ts';
import { type ApiScope, apiScopes, createApiKey } from '../../src/staff/api-keys.ts';
import { type TestApp, useApp } from './use-app.ts';

export type Caller = {
  readonly get: (path: string) => Test;
  readonly post: (path: string, idempotencyKey?: string) => Test;
  readonly patch: (path: string) => Test;
  readonly delete: (path: string) => Test;
};

export type TestApi = TestApp & {
  /** Somebody who shows a key with these scopes; all of them unless told. */
  readonly caller: (scopes?: readonly ApiScope[]) => Promise<Caller>;
};

/** The web face with the sample newsroom, and callers with keys of their own. */
export function useApi(options: Parameters<typeof useApp>[0] = {}): TestApi {
  const app = useApp(options);
  return Object.assign(app, {
    async caller(scopes: readonly ApiScope[] = apiScopes): Promise<Caller> {
      const { key } = await createApiKey(app.db, { name: 'Website', scopes });
      const visitor = app.visitor();
      const withKey = (test: Test): Test => test.set('Authorization', `Bearer ${key}`);
      return {
        get: (path) => withKey(visitor.get(`/api/v1${path}`)),
        patch: (path) => withKey(visitor.patch(`/api/v1${path}`)),
        delete: (path) => withKey(visitor.delete(`/api/v1${path}`)),
        post(path, idempotencyKey) {
          const test = withKey(visitor.post(`/api/v1${path}`));
          return idempotencyKey === undefined ? test : test.set('Idempotency-Key', idempotencyKey);
        },
      };
    },
  });
}

/** Checks an answer against the schema that the OpenAPI document promises for it; gives it back. */
export function promised(method: string, path: string, response: { status: number; body: unknown }): unknown {
  const endpoint = endpoints.find((each) => each.method === method && each.path === path);
  const answer = endpoint?.answers[response.status];
  if (!answer)
    throw new Error(
      `${method} ${path} does not promise ${response.status}: ${JSON.stringify(response.body)}`,
    );
  return answer.schema.parse(response.body);
}
