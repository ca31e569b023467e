import { z } from 'zod';
import { standardTemplate } from '../../../../templates/email/layout.ts';
import { checkTemplate } from '../../../../templates/email/own/check-template.ts';
import type { Finding } from '../../../../templates/email/own/finding.ts';
import { bounds } from '../../../../templates/email/own/read-markup.ts';
import {
  findMailTemplate,
  listMailTemplates,
  mostNoteLetters,
  putInForce,
  saveMailTemplate,
  templateActs,
} from '../../../newsletters/mail-templates.ts';
import { type Newsletter, findNewsletter } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { iso, moment } from './shapes.ts';

async function readNewsletter(db: Db, slug: string): Promise<Newsletter> {
  const newsletter = await findNewsletter(db, { slug });
  if (!newsletter) throw new ApiProblem('not-found', { detail: `There is no newsletter ${slug}.` });
  return newsletter;
}

const finding = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  line: z.int().describe('From 1'),
  message: z.string(),
});

const version = z.strictObject({
  version: z.int(),
  note: z.string(),
  savedBy: z.string(),
  savedAt: moment,
  isInForce: z.boolean(),
});

/** One more than the room takes is refused there, with its length. */
const source = z
  .string()
  .max(bounds.characters * 2)
  .describe('MJML; see docs/templates.md for the placeholders and what may stand in it');

const refused = (errors: readonly Finding[]): ApiProblem =>
  new ApiProblem('invalid-input', {
    errors: errors.map(({ line, message }) => ({ field: 'source', message: `Line ${line}: ${message}` })),
  });

const listTemplatesEndpoint = endpoint({
  method: 'get',
  path: '/newsletters/{slug}/templates',
  scope: 'newsletters:read',
  summary: 'List the versions of its template',
  description: 'Newest first. Where none is in force, editions have the standard template.',
  answers: { 200: { description: 'Versions of its own', schema: listOf(version) } },
  async run({ setting: { db }, id }) {
    const versions = await listMailTemplates(db, (await readNewsletter(db, id)).id);
    const data = versions.map((each) => ({ ...each, savedAt: iso(each.savedAt) }));
    return { status: 200, body: { data, next: null } };
  },
});

const readTemplateEndpoint = endpoint({
  method: 'get',
  path: '/newsletters/{slug}/template',
  scope: 'newsletters:read',
  summary: 'Fetch its template',
  query: z.strictObject({
    version: z
      .string()
      .regex(/^(?:[1-9]\d{0,8}|standard)$/, 'Please give a number, or standard')
      .optional()
      .describe('A number, or standard; the one in force unless told'),
  }),
  answers: {
    200: {
      description: 'The template as MJML',
      schema: z.strictObject({
        version: z.int().nullable().describe('Null: the standard template'),
        isInForce: z.boolean(),
        source,
      }),
    },
  },
  async run({ setting: { db }, id, query }) {
    const newsletter = await readNewsletter(db, id);
    const wanted =
      query.version === 'standard'
        ? null
        : query.version
          ? Number(query.version)
          : newsletter.templateVersion;
    const found = wanted === null ? null : await findMailTemplate(db, newsletter.id, wanted);
    if (wanted !== null && !found)
      throw new ApiProblem('not-found', { detail: `It has no version ${wanted} of a template.` });
    const isInForce = wanted === newsletter.templateVersion;
    const text = found?.source ?? (await standardTemplate('edition'));
    return { status: 200, body: { version: wanted, isInForce, source: text } };
  },
});

const checkTemplateEndpoint = endpoint({
  method: 'post',
  path: '/newsletters/{slug}/templates/check',
  scope: 'newsletters:read',
  summary: 'Check a template',
  description: 'Nothing is kept.',
  body: z.strictObject({ source }),
  answers: {
    200: {
      description: 'What is wrong with it, and what is worth a look; without errors it may be used',
      schema: z.strictObject({ errors: z.array(finding), warnings: z.array(finding) }),
    },
  },
  async run({ setting: { db, publicUrl }, id, body }) {
    await readNewsletter(db, id);
    return { status: 200, body: await checkTemplate(body.source, publicUrl) };
  },
});

const saveTemplateEndpoint = endpoint({
  method: 'post',
  path: '/newsletters/{slug}/templates',
  scope: 'newsletters:write',
  summary: 'Keep a version of its template',
  description: 'It is checked first, and kept when nothing is wrong. Editions have it once it is in force.',
  body: z.strictObject({
    source,
    note: z.string().max(mostNoteLetters).default('').describe('What is new in it'),
  }),
  answers: {
    201: {
      description: 'The version; an older one when that says the same',
      schema: z.strictObject({ version: z.int(), isNew: z.boolean(), warnings: z.array(finding) }),
    },
  },
  async run({ setting: { db, publicUrl }, actor, id, body }) {
    const newsletter = await readNewsletter(db, id);
    const outcome = await saveMailTemplate(db, publicUrl, {
      newsletterId: newsletter.id,
      savedBy: actor,
      ...body,
    });
    if (outcome.kind === 'refused') throw refused(outcome.errors);
    const { version: kept, isNew, warnings } = outcome;
    if (isNew)
      await recordAct(db, {
        actor,
        action: templateActs.kept(kept),
        object: `newsletter ${newsletter.slug}`,
        details: body.note === '' ? {} : { note: body.note },
      });
    return { status: 201, body: { version: kept, isNew, warnings } };
  },
});

const useTemplateEndpoint = endpoint({
  method: 'post',
  path: '/newsletters/{slug}/template',
  scope: 'newsletters:write',
  summary: 'Put a version of its template in force',
  description: 'Drafts have it from now on. What was released keeps the template it had.',
  body: z.strictObject({ version: z.int().positive().nullable().describe('Null: the standard template') }),
  answers: {
    200: {
      description: 'What is in force',
      schema: z.strictObject({ version: z.int().nullable() }),
    },
  },
  async run({ setting: { db }, actor, id, body }) {
    const newsletter = await readNewsletter(db, id);
    const outcome = await putInForce(db, newsletter.id, body.version);
    if (outcome.kind === 'missing') throw invalidInput('version', `It has no version ${body.version}`);
    if (outcome.kind === 'refused') throw refused(outcome.errors);
    if (outcome.kind === 'done')
      await recordAct(db, {
        actor,
        action: templateActs.putInForce(body.version),
        object: `newsletter ${newsletter.slug}`,
      });
    return { status: 200, body: { version: body.version } };
  },
});

export const mailTemplateEndpoints: readonly Endpoint[] = [
  listTemplatesEndpoint,
  saveTemplateEndpoint,
  checkTemplateEndpoint,
  readTemplateEndpoint,
  useTemplateEndpoint,
];
