type Schema = Readonly<Record<string, unknown>>;
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
};
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Operation = {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const schemasIn = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

function objectType({ properties, required, additionalProperties }: Schema): string {
  const needed = Array.isArray(required) ? required : [];
  const fields = Object.entries(isSchema(properties) ? properties : {}).map(
    ([name, schema]) =>
      `${JSON.stringify(name)}${needed.includes(name) ? '' : '?'}: ${isSchema(schema) ? typeOf(schema) : 'unknown'}`,
  );
  if (isSchema(additionalProperties)) fields.push(`[key: string]: ${typeOf(additionalProperties)}`);
  return `{ ${fields.join('; ')} }`;
}

/** A JSON Schema as a TypeScript type. @throws for a keyword that is none of ours, so that nothing passes as `unknown` unseen */
function typeOf(schema: Schema): string {
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  const either = [...schemasIn(schema['anyOf']), ...schemasIn(schema['oneOf'])];
  if (either.length > 0) return `(${either.map(typeOf).join(' | ')})`;
  if (Array.isArray(schema['type']))
    return schema['type'].map((type) => typeOf({ ...schema, type })).join(' | ');
  switch (schema['type']) {
    case 'string':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return `Array<${isSchema(schema['items']) ? typeOf(schema['items']) : 'unknown'}>`;
    case 'object':
      return objectType(schema);
    case undefined:
      return 'unknown';
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`);
  }
}

const json = (content: Content | undefined): Schema | undefined => content?.['application/json']?.schema;

function inputOf({ parameters, requestBody }: Operation): string {
  const named = parameters.filter((parameter) => parameter.in !== 'header');
  const fields = named.map(
    ({ name, required, schema }) => `${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema)}`,
  );
  const body = json(requestBody?.content);
  const text = requestBody?.content['text/plain'] ? ' | string' : '';
  if (requestBody)
    fields.push(`body${requestBody.required ? '' : '?'}: ${body ? typeOf(body) : 'never'}${text}`);
  return `{ ${fields.join('; ')} }`;
}

function answerOf({ responses }: Operation): string {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return good.map(([, { content }]) => typeOf(json(content) ?? {})).join(' | ');
}

/**
 * A client in TypeScript, written from nothing but the OpenAPI document: what a newsroom's own program would generate. Each
 * operation is a method under its id that takes its parameters and body by name.
 */
export function writeTypedClient({ paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const types = operations.map(
    ({ operation }) =>
      `  ${operation.operationId}: { input: ${inputOf(operation)}; answer: ${answerOf(operation)} };`,
  );
  const routes = operations.map(
    ({ path, method, operation }) => `  ${operation.operationId}: ['${method}', '${path}'],`,
  );
  return `
export type Operations = {
${types.join('\n')}
};
const routes: Record<keyof Operations, [string, string]> = {
${routes.join('\n')}
};
type Given = Record<string, unknown>;
export type Client = { [Id in keyof Operations]: (input: Operations[Id]['input']) => Promise<Operations[Id]['answer']> };

async function call(at: string, key: string, id: keyof Operations, { body, ...given }: Given): Promise<unknown> {
  const [method, path] = routes[id];
  const inPath = path.replace(/\\{(\\w+)\\}/g, (_all, name: string) => encodeURIComponent(String(given[name])));
  const inQuery = Object.entries(given).filter(([name]) => !path.includes('{' + name + '}'));
  const query = new URLSearchParams(inQuery.map(([name, value]) => [name, String(value)])).toString();
  const answer = await fetch(at + inPath + (query === '' ? '' : '?' + query), {
    method: method.toUpperCase(),
    headers: {
      Authorization: 'Bearer ' + key,
      'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json',
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const told: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(told));
  return told;
}

export const createClient = (at: string, key: string): Client =>
  new Proxy({} as Client, {
    get: (_client, id) => (input: Given) => call(at, key, id as keyof Operations, input),
  });
`;
}
