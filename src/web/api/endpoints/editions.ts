import { z } from 'zod';
import { editionBlock } from '../../../editions/edition-block.ts';
import { createEdition, listEditions, saveEdition } from '../../../editions/editions.ts';
import { subjectTestForm } from '../../../editions/subject-test/subject-test.ts';
import { recordAct } from '../../../staff/audit.ts';
import { endpoint } from '../endpoint.ts';
import { idOfCursor, listOf, listQuery, pageById } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { edition, editionJson, noSuchEdition, readEdition } from './edition-json.ts';
import { iso, isoOrNull, moment, slug } from './shapes.ts';

const readers = z.int().nonnegative();

const editionLine = z.strictObject({
  id: z.string(),
  newsletter: slug,
  subject: z.string(),
  updatedAt: moment,
  releasedAt: moment.nullable(),
  state: z.enum(['draft', 'freezing', 'sending', 'paused', 'stopped', 'undone']),
  audience: readers,
  accepted: readers,
  inDoubt: readers.describe('Answers that were lost and wait for a decision'),
  waiting: readers,
});

export const listEditionsEndpoint = endpoint({
  method: 'get',
  path: '/editions',
  scope: 'editions:read',
  summary: 'List editions',
  description: 'Newest first, with what became of them.',
  query: listQuery,
  answers: { 200: { description: 'A page of editions', schema: listOf(editionLine) } },
  async run({ setting: { db }, query }) {
    const before = idOfCursor(query.cursor);
    const found = await listEditions(db, {
      limit: query.limit + 1,
      ...(before !== undefined && { before }),
    });
    const { lines, next } = pageById(found, query.limit);
    const data = lines.map((line) => ({
      id: line.publicId,
      newsletter: line.newsletterSlug,
      subject: line.subject,
      updatedAt: iso(line.updatedAt),
      releasedAt: isoOrNull(line.releasedAt),
      state: line.mailing?.state ?? 'draft',
      audience: line.mailing?.audience ?? 0,
      accepted: line.mailing?.accepted ?? 0,
      inDoubt: line.mailing?.inDoubt ?? 0,
      waiting: line.mailing?.open ?? 0,
    }));
    return { status: 200, body: { data, next } };
  },
});

export const findEditionEndpoint = endpoint({
  method: 'get',
  path: '/editions/{id}',
  scope: 'editions:read',
  summary: 'Fetch an edition',
  description: 'Its text, where it stands, and its receipt as of now.',
  answers: { 200: { description: 'The edition', schema: edition } },
  async run({ setting: { db }, id }) {
    return { status: 200, body: await editionJson(db, id) };
  },
});

export const createEditionEndpoint = endpoint({
  method: 'post',
  path: '/editions',
  scope: 'editions:write',
  summary: 'Create an edition',
  description: 'A draft with a card for each story, in this order; the first one leads.',
  body: z.strictObject({
    newsletter: slug,
    articles: z.array(slug).max(60, 'Please name at most 60 stories').default([]).describe('Slugs'),
    subject: z.string().max(250).optional().describe('The first story’s headline unless told'),
    subjectTest: subjectTestForm
      .optional()
      .describe('A second subject: some readers get one or the other first, the rest the better one'),
  }),
  answers: { 201: { description: 'The draft', schema: edition } },
  async run({ setting: { db }, actor, body }) {
    const outcome = await createEdition(db, { ...body, createdBy: actor });
    if (outcome.kind === 'refused') throw invalidInput(outcome.field, outcome.message);
    await recordAct(db, { actor, action: 'created an edition', object: `edition ${outcome.id}` });
    return { status: 201, body: await editionJson(db, outcome.id) };
  },
});

const [intro, storyCard, storyList, wholeStory, callToAction, divider, sponsor, poll] = editionBlock.options;

/** As the room reads it, but a misspelt field is refused instead of dropped. */
const strictBlock = z.discriminatedUnion('kind', [
  intro.strict(),
  storyCard.strict(),
  storyList.strict(),
  wholeStory.strict(),
  callToAction.strict(),
  divider.strict(),
  sponsor.strict(),
  poll.strict(),
]);

export const saveEditionEndpoint = endpoint({
  method: 'patch',
  path: '/editions/{id}',
  scope: 'editions:write',
  summary: 'Change a draft',
  description:
    'What is left out stays as it is. Nothing is overwritten that you have not seen: name its version.',
  body: z.strictObject({
    version: z.int().positive().describe('The version you fetched'),
    subject: z.string().max(250).optional(),
    preheader: z.string().max(250).optional(),
    blocks: z.array(strictBlock).max(63, 'Please use at most 63 blocks').optional(),
    subjectTest: subjectTestForm.nullable().optional().describe('Null takes the second subject out'),
  }),
  answers: { 200: { description: 'The draft as it is now', schema: edition } },
  async run({ setting: { db }, actor, id, body: { version, ...changes } }) {
    const { subject, preheader, blocks, subjectTest, rhythm } = await readEdition(db, id);
    if (changes.subjectTest && rhythm !== null)
      throw invalidInput('subjectTest', 'An automatic edition has one subject.');
    const text = {
      version,
      subject: changes.subject ?? subject,
      preheader: changes.preheader ?? preheader,
      blocks: changes.blocks ?? blocks,
      subjectTest: changes.subjectTest === undefined ? subjectTest : changes.subjectTest,
    };
    const outcome = await saveEdition(db, id, text, { name: actor, staffId: null });
    switch (outcome.kind) {
      case 'saved':
        await recordAct(db, { actor, action: 'changed an edition', object: `edition ${id}` });
        return { status: 200, body: await editionJson(db, id) };
      case 'conflict':
        throw new ApiProblem('version-conflict', {
          detail: `The edition is at version ${outcome.current.version}; nothing was overwritten.`,
        });
      case 'released':
        throw new ApiProblem('already-released', { detail: 'A released edition does not change any more.' });
      case 'missing':
        throw noSuchEdition();
      default:
        return outcome satisfies never;
    }
  },
});
