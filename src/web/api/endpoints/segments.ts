import { z } from 'zod';
import { compileNow, countReaders } from '../../../segments/readers.ts';
import {
  type SaveSegmentOutcome,
  type Segment,
  deleteSegment,
  findSegment,
  listSegments,
  saveSegment,
} from '../../../segments/segments.ts';
import { recordAct } from '../../../staff/audit.ts';
import type { Db } from '../../../platform/db.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { iso, moment } from './shapes.ts';

const rules = z
  .record(z.string(), z.unknown())
  .describe('{match: all, any or not, rules: […]}, as a segment that was made on its page shows');
const segment = z.strictObject({
  id: z.string(),
  name: z.string(),
  rules,
  changedAt: moment,
});
const toJson = (line: Segment): z.input<typeof segment> => ({
  id: line.publicId,
  name: line.name,
  rules: line.rules,
  changedAt: iso(line.changedAt),
});

async function readSegment(db: Db, id: string): Promise<Segment> {
  const found = await findSegment(db, id);
  if (!found) throw new ApiProblem('not-found', { detail: 'There is no segment with this id.' });
  return found;
}

/** @throws ApiProblem for everything but a segment that was saved */
function savedId(outcome: SaveSegmentOutcome): string {
  switch (outcome.kind) {
    case 'saved':
      return outcome.publicId;
    case 'bad-name':
      throw invalidInput('name', 'Please give a name of at most 80 characters on one line');
    case 'taken':
      throw invalidInput('name', 'Another segment has this name');
    case 'unknown':
      throw new ApiProblem('not-found', { detail: 'There is no segment with this id.' });
    case 'ill-formed': {
      const errors = outcome.problems.map(({ at, message }) => ({ field: `rules ${at}`.trim(), message }));
      throw new ApiProblem('invalid-input', { errors });
    }
    default:
      return outcome satisfies never;
  }
}

const listSegmentsEndpoint = endpoint({
  method: 'get',
  path: '/segments',
  scope: 'segments:read',
  summary: 'List the segments',
  answers: { 200: { description: 'All of them by name', schema: listOf(segment) } },
  async run({ setting: { db } }) {
    return { status: 200, body: { data: (await listSegments(db)).map(toJson), next: null } };
  },
});

const findSegmentEndpoint = endpoint({
  method: 'get',
  path: '/segments/{id}',
  scope: 'segments:read',
  summary: 'Fetch a segment and count its readers',
  answers: {
    200: {
      description: 'The segment',
      schema: segment.extend({
        readers: z.int().nullable().describe('How many it picks now; null when what it names is gone'),
        isMore: z.boolean().describe('There are more than that: counting ends there'),
      }),
    },
  },
  async run({ setting: { db }, id }) {
    const found = await readSegment(db, id);
    const compiled = await compileNow(db, found.rules);
    const count = compiled.kind === 'ill-formed' ? null : await countReaders(db, compiled.where);
    const { readers = null, isMore = false } = count ?? {};
    return { status: 200, body: { ...toJson(found), readers, isMore } };
  },
});

const addSegmentEndpoint = endpoint({
  method: 'post',
  path: '/segments',
  scope: 'segments:write',
  summary: 'Make a segment',
  body: z.strictObject({ name: z.string().max(200), rules }),
  answers: { 201: { description: 'The segment', schema: segment } },
  async run({ setting: { db }, actor, body }) {
    const id = await db.transaction().execute(async (tx) => {
      const publicId = savedId(await saveSegment(tx, null, body, actor));
      await recordAct(tx, { actor, action: 'made a segment', object: `segment ${publicId}` });
      return publicId;
    });
    return { status: 201, body: toJson(await readSegment(db, id)) };
  },
});

const saveSegmentEndpoint = endpoint({
  method: 'patch',
  path: '/segments/{id}',
  scope: 'segments:write',
  summary: 'Change a segment',
  description: 'What is left out stays.',
  body: z.strictObject({ name: z.string().max(200).optional(), rules: rules.optional() }),
  answers: { 200: { description: 'The segment as it is now', schema: segment } },
  async run({ setting: { db }, actor, id, body }) {
    const found = await readSegment(db, id);
    const form = { name: body.name ?? found.name, rules: body.rules ?? found.rules };
    await db.transaction().execute(async (tx) => {
      savedId(await saveSegment(tx, id, form, actor));
      await recordAct(tx, { actor, action: 'changed a segment', object: `segment ${id}` });
    });
    return { status: 200, body: toJson(await readSegment(db, id)) };
  },
});

const removeSegmentEndpoint = endpoint({
  method: 'post',
  path: '/segments/{id}/remove',
  scope: 'segments:write',
  summary: 'Delete a segment',
  description: 'Its readers stay as they are.',
  answers: { 200: { description: 'It is gone', schema: z.strictObject({ state: z.literal('removed') }) } },
  async run({ setting: { db }, actor, id }) {
    const { name } = await readSegment(db, id);
    await db.transaction().execute(async (tx) => {
      const about = { action: 'deleted a segment', object: `segment ${id}`, details: { name } };
      if (await deleteSegment(tx, id)) await recordAct(tx, { actor, ...about });
    });
    return { status: 200, body: { state: 'removed' } };
  },
});

/** Saved rules that pick readers. */
export const segmentEndpoints: readonly Endpoint[] = [
  listSegmentsEndpoint,
  addSegmentEndpoint,
  findSegmentEndpoint,
  saveSegmentEndpoint,
  removeSegmentEndpoint,
];
