import { z } from 'zod';
import { findTakenBack } from '../../../articles/articles.ts';
import { type Draft, findDraft, listDrafts } from '../../../articles/drafts/drafts.ts';
import { publishDraft } from '../../../articles/drafts/publish-draft.ts';
import { deleteDraft, takeStoryBack } from '../../../articles/drafts/take-back.ts';
import { type ApiCaller, type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { isoOrNull, moment, slug } from './shapes.ts';

const mostDrafts = 200;

const line = z.strictObject({
  id: z.string(),
  title: z.string(),
  dek: z.string(),
  byline: z.string(),
  state: z
    .enum(['draft', 'scheduled', 'changed', 'taken-back'])
    .describe(
      'changed: its story is out without its last changes; taken-back: it was out and is not any more',
    ),
  publishAt: moment.nullable(),
  trouble: z.string().describe('Why it did not come out at its time; empty while all is well'),
  updatedBy: z.string(),
  updatedAt: moment,
});

const listDraftsEndpoint = endpoint({
  method: 'get',
  path: '/drafts',
  scope: 'articles:write',
  summary: 'List what is being written',
  description: `Drafts, what waits for its time, changes that readers do not see yet, and what was taken back; the last touched first. At most ${mostDrafts}.`,
  answers: { 200: { description: 'The drafts', schema: listOf(line) } },
  async run({ setting: { db } }) {
    const data = (await listDrafts(db, { limit: mostDrafts })).map((draft) => ({
      id: draft.publicId,
      title: draft.title,
      dek: draft.dek,
      byline: draft.byline,
      state: draft.state,
      publishAt: isoOrNull(draft.publishAt),
      trouble: draft.trouble,
      updatedBy: draft.updatedBy,
      updatedAt: draft.updatedAt.toISOString(),
    }));
    return { status: 200, body: { data, next: null } };
  },
});

const noDraft = (): ApiProblem => new ApiProblem('not-found', { detail: 'There is no draft with this id.' });

const changedMeanwhile = ({ version }: Draft): ApiProblem =>
  new ApiProblem('version-conflict', {
    detail: `Somebody wrote on it meanwhile: it is at version ${version}. Nothing was changed.`,
  });

const sheet = z.strictObject({
  id: z.string(),
  version: z.int().describe('Publish and delete with it: what somebody else writes meanwhile is not lost'),
  title: z.string(),
  dek: z.string(),
  byline: z.string(),
  body: z.string().describe('Markdown'),
  slug: slug.nullable().describe('Of its story, while readers see one'),
  takenBackAt: moment.nullable(),
  publishAt: moment.nullable(),
});

const findDraftEndpoint = endpoint({
  method: 'get',
  path: '/drafts/{id}',
  scope: 'articles:write',
  summary: 'Fetch a draft',
  answers: { 200: { description: 'The draft', schema: sheet } },
  async run({ setting: { db }, id }) {
    const draft = await findDraft(db, { publicId: id });
    if (!draft) throw noDraft();
    const { title, dek, byline, body } = draft.content;
    const shown = {
      id: draft.publicId,
      version: draft.version,
      title,
      dek,
      byline,
      body,
      slug: draft.articleSlug,
      takenBackAt: isoOrNull(draft.takenBackAt),
      publishAt: isoOrNull(draft.publishAt),
    };
    return { status: 200, body: shown };
  },
});

type Publishing = {
  readonly id: string;
  readonly version: number;
  readonly withOpenMarks: boolean;
  readonly over: boolean;
};

/** Lets readers see a draft. @throws ApiProblem that says why they cannot; then nothing has happened */
export async function publishNow(
  { setting: { db, clock, publicUrl }, actor }: Pick<ApiCaller, 'setting' | 'actor'>,
  { id, ...asked }: Publishing,
): Promise<{ readonly slug: string; readonly url: string }> {
  const outcome = await publishDraft(db, { publicId: id, by: actor, now: clock(), at: null, ...asked });
  switch (outcome.kind) {
    case 'published':
      return { slug: outcome.slug, url: `${publicUrl}/articles/${outcome.slug}` };
    case 'problems':
      throw new ApiProblem('invalid-input', { errors: outcome.problems });
    case 'open-marks':
      throw invalidInput('withOpenMarks', 'A mark is still open in it (TK or TODO)');
    case 'story-changed':
      throw new ApiProblem('version-conflict', {
        detail: 'Its story was changed by its feed, or by somebody. Look at it, then send over: true.',
      });
    case 'conflict':
      throw changedMeanwhile(outcome.current);
    case 'missing':
      throw noDraft();
    case 'scheduled':
      throw new Error('a draft was to come out at once, and got a time');
    default:
      return outcome satisfies never;
  }
}

const publishDraftEndpoint = endpoint({
  method: 'post',
  path: '/drafts/{id}/publish',
  scope: 'articles:write',
  summary: 'Publish a draft, also one that was taken back',
  description:
    'At once. What is missing, still open, or changed by somebody else is told, and then nothing has happened.',
  body: z.strictObject({
    version: z.int().describe('The version that was read'),
    withOpenMarks: z.boolean().default(false).describe('Also with TK and TODO in it'),
    over: z.boolean().default(false).describe('Over what its feed, or somebody, made of the story meanwhile'),
  }),
  answers: {
    200: { description: 'Readers see it', schema: z.strictObject({ slug, url: z.string() }) },
  },
  run: async ({ body, id, ...caller }) => ({ status: 200, body: await publishNow(caller, { id, ...body }) }),
});

const deleteDraftEndpoint = endpoint({
  method: 'delete',
  path: '/drafts/{id}',
  scope: 'articles:write',
  summary: 'Delete a draft for good',
  description:
    'With its history. The draft of a story that is out, or was, stays: take the story back instead.',
  query: z.strictObject({ version: z.coerce.number('Please give the version that was read').int() }),
  answers: {
    200: { description: 'It is gone', schema: z.strictObject({ id: z.string(), title: z.string() }) },
  },
  async run({ setting: { db }, actor, id, query: { version } }) {
    const outcome = await deleteDraft(db, { publicId: id, version, by: actor });
    switch (outcome.kind) {
      case 'deleted':
        return { status: 200, body: { id, title: outcome.draft.content.title } };
      case 'has-story':
        throw new ApiProblem('no-change', {
          detail: 'Readers had its story, so its draft stays. Take the story back instead.',
        });
      case 'conflict':
        throw changedMeanwhile(outcome.current);
      case 'missing':
        throw noDraft();
      default:
        return outcome satisfies never;
    }
  },
});

const takeBackEndpoint = endpoint({
  method: 'post',
  path: '/articles/{slug}/take-back',
  scope: 'articles:write',
  summary: 'Take a story back that is out',
  description:
    'It is nowhere from then on, and its address answers 410. What was mailed stays on record; its draft can be published again.',
  answers: {
    200: {
      description: 'Readers do not find it any more',
      schema: z.strictObject({ slug, draft: z.string().describe('Publish it again from there') }),
    },
  },
  async run({ setting: { db, clock }, actor, id }) {
    const outcome = await takeStoryBack(db, id, { by: actor, now: clock() });
    if (outcome.kind === 'taken-back')
      return { status: 200, body: { slug: id, draft: outcome.draft.publicId } };
    const known = await findTakenBack(db, id);
    if (known) throw new ApiProblem('no-change', { detail: `It was taken back before, by ${known.by}.` });
    throw new ApiProblem('not-found', { detail: 'There is no story with this slug.' });
  },
});

/** What is written, until readers see it, and when they shall not see it any more. */
export const draftEndpoints: readonly Endpoint[] = [
  listDraftsEndpoint,
  findDraftEndpoint,
  publishDraftEndpoint,
  deleteDraftEndpoint,
  takeBackEndpoint,
];
