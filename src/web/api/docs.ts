import path from 'node:path';
import { type Router, Router as createRouter } from 'express';
import { z } from 'zod';
import { type ApiCall, ApiDocsPage, type ApiField } from '../../../templates/pages/docs/api-docs-page.tsx';
import { packageRoot } from '../../platform/package-root.ts';
import { apiScopes } from '../../staff/api-keys.ts';
import { allEventKinds, eventKinds } from '../../webhooks/event-kinds.ts';
import { eventShapes } from '../../webhooks/event-shapes.ts';
import { readSite } from '../public/reader-site.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { keyLimit } from './authenticate.ts';
import { endpoints } from './endpoints/all.ts';
import { describeApi } from './openapi.ts';
import { problemKinds } from './problem.ts';
import { visitInEnglish } from '../public/visit.ts';

const styleSheet = path.join(packageRoot, 'templates', 'pages', 'docs', 'docs.css');

const json = z.record(z.string(), z.unknown());
const schemaShape = z.looseObject({
  type: z.string().or(z.array(z.string())).optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  items: json.optional(),
  anyOf: z.array(json).optional(),
  oneOf: z.array(json).optional(),
  properties: z.record(z.string(), json).optional(),
  required: z.array(z.string()).optional(),
});

/** What a value is, in words: `text`, `list of text`, `daily or weekly`. */
function kindWords(schema: unknown): string {
  const {
    type: given,
    format,
    enum: values,
    const: only,
    items,
    anyOf,
    oneOf,
    properties,
  } = schemaShape.parse(schema);
  const [type, ...others] = [given ?? []].flat();
  if (others.length > 0)
    return [type, ...others].map((each) => kindWords({ type: each, format, items })).join(' or ');
  if (only !== undefined) return only;
  if (values) return values.join(', ');
  const either = anyOf ?? oneOf;
  if (either) {
    const kinds = either.map((each) => schemaShape.parse(each).properties?.['kind']).filter(Boolean);
    return kinds.length > 0
      ? `one of ${kinds.map(kindWords).join(', ')}`
      : either.map(kindWords).join(' or ');
  }
  if (type === 'array') return `list of ${kindWords(items ?? {})}`;
  if (type === 'string') return format === 'date-time' ? 'moment' : 'text';
  if (type === 'integer') return 'whole number';
  return properties ? `object of ${Object.keys(properties).join(', ')}` : (type ?? 'anything');
}

function fieldOf(name: string, place: string, isRequired: boolean, schema: unknown, said?: string): ApiField {
  const { description, default: fallback } = schemaShape.parse(schema);
  const shown =
    fallback === undefined || fallback === '' || typeof fallback === 'object'
      ? ''
      : ` (${JSON.stringify(fallback)} unless told)`;
  return { name, place, isRequired, kind: kindWords(schema), note: `${said ?? description ?? ''}${shown}` };
}

function objectFields(schema: unknown, place: string): ApiField[] {
  const { properties = {}, required = [] } = schemaShape.parse(schema);
  return Object.entries(properties).map(([name, each]) =>
    fieldOf(name, place, place === 'body' && required.includes(name), each),
  );
}

const operation = z.object({
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.object({ key: z.array(z.string()) })),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.string(),
      required: z.boolean(),
      description: z.string().optional(),
      schema: json,
    }),
  ),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: json })) }).optional(),
  responses: z.record(
    z.string(),
    z
      .object({ description: z.string(), content: z.record(z.string(), z.object({ schema: json })) })
      .or(z.object({ $ref: z.string() })),
  ),
});

/** One operation of the document as the page shows it. */
function callOf(method: string, address: string, raw: unknown): ApiCall & { readonly group: string } {
  const { tags, summary, description, security, parameters, requestBody, responses } = operation.parse(raw);
  const shown = parameters.filter((parameter) => parameter.in !== 'header');
  const fields = shown.map((each) =>
    fieldOf(each.name, each.in, each.required, each.schema, each.description),
  );
  const body = requestBody?.content['application/json'];
  return {
    group: tags[0] ?? '',
    method: method.toUpperCase(),
    path: address,
    summary,
    description,
    scope: security[0]?.key[0] ?? '',
    takesText: Object.keys(requestBody?.content ?? {}).filter((type) => type.startsWith('text/')),
    fields: [...fields, ...(body ? objectFields(body.schema, 'body') : [])],
    answers: Object.entries(responses).flatMap(([status, answer]) =>
      'description' in answer
        ? [
            {
              status,
              description: answer.description,
              fields: objectFields(answer.content['application/json']?.schema ?? {}, 'answer'),
            },
          ]
        : [],
    ),
  };
}

function callsOf(document: unknown): (ApiCall & { readonly group: string })[] {
  const { paths } = z.object({ paths: z.record(z.string(), json) }).parse(document);
  return Object.entries(paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, raw]) => callOf(method, address, raw)),
  );
}

/** `/openapi.json` for machines, `/docs` for people: one document, open to everybody. */
export function createDocsRouter(setting: WebSetting): Router {
  const router = createRouter();
  const document = describeApi(endpoints, setting.publicUrl);
  const calls = callsOf(document);
  const groups = [...new Set(calls.map(({ group }) => group))].map((name) => ({
    name,
    calls: calls.filter(({ group }) => group === name),
  }));

  router.get('/openapi.json', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.json(document);
  });
  router.get('/docs.css', (_request, response) => {
    response.sendFile(styleSheet, { maxAge: '5m' });
  });
  router.get('/docs', async (_request, response) => {
    const { site } = await readSite(await visitInEnglish(setting));
    const [reader = '', ...rest] = site.styles;
    const page = ApiDocsPage({
      site: { ...site, styles: [reader, '/api/docs.css', ...rest] },
      baseUrl: `${setting.publicUrl}/api/v1`,
      scopes: apiScopes,
      limit: keyLimit,
      groups,
      events: allEventKinds.map((kind) => ({
        kind,
        words: eventKinds[kind],
        fields: objectFields(z.toJSONSchema(eventShapes[kind]), 'answer'),
      })),
      problems: Object.entries(problemKinds).map(([kind, facts]) => ({ kind, ...facts })),
    });
    sendPage(response, page);
  });
  return router;
}
