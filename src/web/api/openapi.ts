import { z } from 'zod';
import { apiScopes } from '../../staff/api-keys.ts';
import { type EventKind, allEventKinds, eventKinds } from '../../webhooks/event-kinds.ts';
import { eventShapes } from '../../webhooks/event-shapes.ts';
import type { Endpoint } from './endpoint.ts';
import { problemKinds } from './problem.ts';

type Json = Readonly<Record<string, unknown>>;

/** The JSON Schema of one side; `$schema` stands once, at the head of the document. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io });
  return json;
}

const problemSchema = z.object({
  type: z.string().describe('Stable: its part behind # names the problem on /api/docs'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .optional()
    .describe('For input: each field at fault, and what to change'),
  reference: z.string().optional().describe('For a fault of ours: leads to its cause in the log'),
});

function parametersOf({ path, query, method }: Endpoint): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries<z.ZodType>(query.shape).map(([name, schema]) => {
    const { description, ...json } = schemaOf(schema, 'input');
    return {
      name,
      in: 'query',
      required: !schema.safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: json,
    };
  });
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key with the same request is the same act, for at least a day',
    schema: { type: 'string', maxLength: 255 },
  };
  return [...inPath, ...inQuery, ...(method === 'post' ? [idempotencyKey] : [])];
}

function bodyOf({ body, takesText, orJson }: Endpoint): Json {
  if (takesText) {
    const content = {
      ...Object.fromEntries(takesText.map((type) => [type, { schema: { type: 'string' } }])),
      ...(orJson && { 'application/json': { schema: schemaOf(orJson, 'input') } }),
    };
    return { requestBody: { required: true, content } };
  }
  if (!body) return {};
  const required = !body.safeParse({}).success;
  return { requestBody: { required, content: { 'application/json': { schema: schemaOf(body, 'input') } } } };
}

function responsesOf({ answers }: Endpoint): Json {
  const good = Object.entries(answers).map(([status, { description, schema }]) => [
    status,
    { description, content: { 'application/json': { schema: schemaOf(schema, 'output') } } },
  ]);
  return { ...Object.fromEntries(good), default: { $ref: '#/components/responses/Problem' } };
}

const tagOf = ({ path }: Endpoint): string => path.split('/')[1] ?? '';

const operationOf = (endpoint: Endpoint): Json => ({
  operationId: `${endpoint.method}${endpoint.path.replaceAll(/[/{}-]+(\w)?/g, (_all, letter: string | undefined) => letter?.toUpperCase() ?? '')}`,
  tags: [tagOf(endpoint)],
  summary: endpoint.summary,
  ...(endpoint.description !== undefined && { description: endpoint.description }),
  security: [{ key: [endpoint.scope] }],
  parameters: parametersOf(endpoint),
  ...bodyOf(endpoint),
  responses: responsesOf(endpoint),
});

/** What a webhook is sent, as the document's own `webhooks` say it. */
function describeEvents(): Json {
  const bodyOfKind = (kind: EventKind): z.ZodType =>
    z.object({ type: z.literal(kind), timestamp: z.iso.datetime(), data: eventShapes[kind] });
  return Object.fromEntries(
    allEventKinds.map((kind) => [
      kind,
      {
        post: {
          summary: eventKinds[kind],
          requestBody: {
            content: { 'application/json': { schema: schemaOf(bodyOfKind(kind), 'output') } },
          },
          responses: { '2XX': { description: 'Taken; anything else is sent again' } },
        },
      },
    ]),
  );
}

/** The OpenAPI 3.1 document, made from the routes themselves. */
export function describeApi(endpoints: readonly Endpoint[], publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Doorstep',
      version: '1',
      description: `Readers, stories and editions of this newsroom. Problems: ${Object.keys(problemKinds).join(', ')}.`,
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ key: [] }],
    paths,
    webhooks: describeEvents(),
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: `A key with scopes: ${apiScopes.join(', ')}` },
      },
      responses: {
        Problem: {
          description: 'What went wrong (RFC 9457)',
          content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } },
        },
      },
    },
  };
}
