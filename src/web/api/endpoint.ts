import { z } from 'zod';
import type { ApiScope } from '../../staff/api-keys.ts';
import type { WebSetting } from '../web-setting.ts';
import { ApiProblem, type FieldError } from './problem.ts';

/** Who asks, and what a route may use. */
export type ApiCaller = {
  readonly setting: WebSetting;
  /** For the audit trail: `key Website`. */
  readonly actor: string;
  /** Of the request, or one made for it. */
  readonly idempotencyKey: string;
  readonly id: string;
  /** Of the body, without its parameters: `text/html`; empty without one. */
  readonly mediaType: string;
};

export type ApiAnswer = { readonly status: number; readonly body: unknown };

type Input<Query, Body> = ApiCaller & { readonly query: Query; readonly body: Body };

type About = {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Below /api/v1, in the notation of OpenAPI: `/editions/{id}`. The one parameter is called id or slug. */
  readonly path: string;
  readonly scope: ApiScope;
  readonly summary: string;
  readonly description?: string;
  /** The body is a text file of one of these media types instead of JSON; the first where none is named. */
  readonly takesText?: readonly string[];
  /** Where it takes a text file: what may come as JSON instead. */
  readonly orJson?: z.ZodType;
  /** The answer holds a secret under this name: a kept answer has null in its place. */
  readonly secretField?: string;
  /** By status. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema: z.ZodType }>>;
};

/** One route: the router and the OpenAPI document are both made from it. */
export type Endpoint = About & {
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly run: (caller: ApiCaller, query: unknown, body: unknown) => Promise<ApiAnswer>;
};

export const nothing = z.strictObject({});

const fieldOf = (issue: z.core.$ZodIssue, name: string): string =>
  [...issue.path, ...(name === '' ? [] : [name])].join('.') || 'body';

function errorsOf({ issues }: z.ZodError): FieldError[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: fieldOf(issue, key), message: 'There is no such field here' }))
      : [{ field: fieldOf(issue, ''), message: issue.message }],
  );
}

/** NUL and halves of a surrogate pair are no text: PostgreSQL and JSON refuse them. */
export const isText = (value: string): boolean => !/[\u0000\p{Cs}]/u.test(value);

function unreadableTexts(value: unknown, path: readonly string[] = []): FieldError[] {
  if (typeof value === 'string') {
    const message = 'Please leave out the characters that are no text';
    return isText(value) ? [] : [{ field: path.join('.') || 'body', message }];
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, each]) => unreadableTexts(each, [...path, key]));
}

/** @throws ApiProblem that names every field at fault */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ApiProblem('invalid-input', { errors: errorsOf(parsed.error) });
  const errors = unreadableTexts(parsed.data);
  if (errors.length > 0) throw new ApiProblem('invalid-input', { errors });
  return parsed.data;
}

/** Describes a route. Unknown fields are refused, in the query too. */
export function endpoint<
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>({
  query,
  body,
  run,
  ...about
}: About & {
  readonly query?: Query;
  readonly body?: Body;
  readonly run: (input: Input<z.output<Query>, z.output<Body>>) => Promise<ApiAnswer>;
}): Endpoint {
  return {
    ...about,
    query: query ?? nothing,
    body: body ?? null,
    run: (caller, givenQuery, givenBody) =>
      run({
        ...caller,
        query: read(query ?? nothing, givenQuery) as z.output<Query>,
        // Each of the two forms has its own words about what is wrong with it.
        body: read(
          (about.orJson && !(givenBody instanceof Uint8Array) ? about.orJson : body) ?? nothing,
          givenBody,
        ) as z.output<Body>,
      }),
  };
}
