import { z } from 'zod';
import { type Check, checkEdition } from '../../../editions/check-edition.ts';
import { type SampleReader, previewEdition } from '../../../editions/preview-edition.ts';
import {
  type Release,
  type SteerOutcome,
  pauseEdition,
  releaseEdition,
  resumeEdition,
  stopEdition,
  undoRelease,
} from '../../../editions/release-edition.ts';
import { sendToMissing } from '../../../editions/more-readers.ts';
import { sendTest } from '../../../editions/send-test.ts';
import { findTier } from '../../../membership/tiers.ts';
import type { Bell } from '../../../platform/bells.ts';
import type { Db } from '../../../platform/db.ts';
import { languages } from '../../../../templates/words/languages.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type ApiAnswer, type ApiCaller, type Endpoint, endpoint, nothing } from '../endpoint.ts';
import { ApiProblem, type FieldError, invalidInput } from '../problem.ts';
import { edition, editionJson, noSuchEdition, readEdition } from './edition-json.ts';
import { slug } from './shapes.ts';

const sampleReader = z.strictObject({
  name: z.string().max(80).default('').describe('Who is greeted'),
  tier: slug.optional().describe('The tier they hold; free unless told'),
  newsletters: z.array(slug).max(50).default([]).describe('Other newsletters they have'),
  language: z
    .enum(languages)
    .optional()
    .describe('What they read; the publication’s own unless told or offered'),
});

async function readReader(db: Db, given: z.output<typeof sampleReader>): Promise<SampleReader> {
  const tier = given.tier === undefined ? null : await findTier(db, given.tier);
  if (given.tier !== undefined && !tier) throw invalidInput('tier', `There is no tier ${given.tier}`);
  return {
    name: given.name,
    rank: tier?.rank ?? 0,
    newsletters: given.newsletters,
    language: given.language,
  };
}

const check = z.strictObject({
  severity: z.enum(['blocking', 'warning']),
  code: z.string(),
  message: z.string(),
  field: z.enum(['subject', 'subjectTest', 'preheader']).optional(),
  block: z.int().optional().describe('The place of the block, from 0'),
});

export const previewEndpoint = endpoint({
  method: 'post',
  path: '/editions/{id}/preview',
  scope: 'editions:read',
  summary: 'See what a reader gets',
  description: 'Nothing is sent. With everything that should be mended or read before it leaves.',
  body: sampleReader,
  answers: {
    200: {
      description: 'The mail of such a reader',
      schema: z.strictObject({
        subject: z.string(),
        html: z.string(),
        text: z.string(),
        checks: z.array(check),
      }),
    },
  },
  async run({ setting: { db, publicUrl }, id, body }) {
    const draft = await readEdition(db, id);
    const preview = await previewEdition(db, publicUrl, draft, await readReader(db, body));
    return { status: 200, body: { ...preview, checks: await checkEdition(db, publicUrl, draft) } };
  },
});

export const testEndpoint = endpoint({
  method: 'post',
  path: '/editions/{id}/test',
  scope: 'editions:write',
  summary: 'Send a test to one address',
  description: 'Marked as a test, outside all statistics.',
  body: sampleReader.extend({ to: z.string().max(320) }),
  answers: {
    202: {
      description: 'The test leaves within seconds',
      schema: z.strictObject({ state: z.literal('queued') }),
    },
  },
  async run({ setting, actor, id, body: { to, ...given } }) {
    const reader = await readReader(setting.db, given);
    const outcome = await sendTest(setting.db, setting, { publicId: id, to, reader });
    switch (outcome.kind) {
      case 'queued':
        await recordAct(setting.db, { actor, action: 'sent a test', object: `edition ${id}` });
        await setting.ring('deliver-urgent');
        return { status: 202, body: { state: 'queued' } };
      case 'bad-address':
        throw invalidInput('to', outcome.message);
      case 'missing':
        throw noSuchEdition();
      default:
        return outcome satisfies never;
    }
  },
});

const fieldOf = ({ field, block }: Check): string =>
  field ?? (block === undefined ? 'edition' : `blocks.${block}`);

const blockingErrors = (checks: readonly Check[]): FieldError[] =>
  checks
    .filter(({ severity }) => severity === 'blocking')
    .map((each) => ({ field: fieldOf(each), message: each.message }));

const version = z.int().positive().optional().describe('Send only if it is still at this version');

type Wish = Omit<Release, 'publicId' | 'releaseKey' | 'releasedBy'>;

/** Releases an edition and answers with it. @throws ApiProblem that says why it cannot leave */
async function release({ setting, actor, id, idempotencyKey }: ApiCaller, wish: Wish): Promise<ApiAnswer> {
  const outcome = await releaseEdition(setting.db, setting, {
    publicId: id,
    releaseKey: idempotencyKey,
    releasedBy: actor,
    ...wish,
  });
  switch (outcome.kind) {
    case 'released':
      await setting.ring('release');
      return { status: 202, body: await editionJson(setting.db, id) };
    case 'released-already':
      throw new ApiProblem('already-released', {
        detail: `${outcome.releasedBy} released it at ${outcome.releasedAt.toISOString()}.`,
      });
    case 'blocked':
      throw new ApiProblem('not-ready', { errors: blockingErrors(outcome.checks) });
    case 'missing':
      throw noSuchEdition();
    default:
      return outcome satisfies never;
  }
}

export const sendEndpoint = endpoint({
  method: 'post',
  path: '/editions/{id}/send',
  scope: 'editions:send',
  summary: 'Send an edition',
  description:
    'Freezes the audience and lets it go once the undo window is over, or the quiet hours of its newsletter. With a `subjectTest` the rest waits for its end.',
  body: z.strictObject({
    undoSeconds: z
      .int()
      .min(0)
      .max(600)
      .optional()
      .describe('The newsletter’s own unless told; 0 sends at once'),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .optional()
      .describe('Why it cannot wait: it goes before digests and in spite of quiet hours; kept in the trail'),
    version,
  }),
  answers: { 202: { description: 'Released', schema: edition } },
  run: ({ body, ...caller }) => release(caller, body),
});

export const scheduleEndpoint = endpoint({
  method: 'post',
  path: '/editions/{id}/schedule',
  scope: 'editions:send',
  summary: 'Send an edition at a moment',
  description:
    'Its audience is frozen ten minutes before. Until it leaves, `undo` makes it a draft again. In quiet hours it waits for their end.',
  body: z.strictObject({
    at: z.iso.datetime({ offset: true }).describe('With its offset: 2026-12-08T07:00:00+00:00'),
    version,
  }),
  answers: { 202: { description: 'Released: it leaves at its moment', schema: edition } },
  run: ({ body: { at, ...rest }, ...caller }) => release(caller, { leavesAt: new Date(at), ...rest }),
});

type Steering = {
  readonly act: (db: Db, publicId: string, publicUrl: string) => Promise<SteerOutcome>;
  readonly verb: 'undo' | 'pause' | 'resume' | 'stop' | 'resend-missing';
  readonly summary: string;
  readonly description: string;
  /** For the audit trail. */
  readonly action: string;
  readonly noChange: string;
  readonly bell?: Bell;
};

const steering = ({ act, verb, action, noChange, bell, ...about }: Steering): Endpoint =>
  endpoint({
    ...about,
    method: 'post',
    path: `/editions/{id}/${verb}`,
    scope: 'editions:send',
    body: nothing,
    answers: { 200: { description: 'The edition as it stands now', schema: edition } },
    async run({ setting: { db, ring, publicUrl }, actor, id }) {
      const { kind } = await act(db, id, publicUrl);
      switch (kind) {
        case 'done':
          await recordAct(db, { actor, action, object: `edition ${id}` });
          if (bell) await ring(bell);
          return { status: 200, body: await editionJson(db, id) };
        case 'no-change':
          throw new ApiProblem('no-change', { detail: noChange });
        case 'missing':
          throw noSuchEdition();
        default:
          return kind satisfies never;
      }
    },
  });

export const steeringEndpoints: readonly Endpoint[] = [
  steering({
    act: undoRelease,
    verb: 'undo',
    summary: 'Take a release back',
    description:
      'While its undo window is open: the edition is the identical draft again, and nothing has left.',
    action: 'took a release back',
    noChange: 'Its undo window is over, or it has not been released.',
  }),
  steering({
    act: pauseEdition,
    verb: 'pause',
    summary: 'Pause a send',
    description: 'Holds everything that is not in a sender’s hands at this moment.',
    action: 'paused an edition',
    noChange: 'It is not being sent.',
  }),
  steering({
    act: resumeEdition,
    verb: 'resume',
    summary: 'Let a paused send go on',
    description: 'Everybody who has not got it gets it.',
    action: 'let a paused edition go on',
    noChange: 'It is not paused.',
    bell: 'deliver',
  }),
  steering({
    act: stopEdition,
    verb: 'stop',
    summary: 'Stop a send for good',
    description: 'Whoever has not got it will not get it.',
    action: 'stopped an edition',
    noChange: 'It is not being sent.',
  }),
  steering({
    act: (db, publicId, publicUrl) => sendToMissing(db, publicUrl, publicId),
    verb: 'resend-missing',
    summary: 'Send it to the readers who are missing',
    description:
      'Who may get it now and has no row of it: they joined since, or what left them out is gone. Nobody gets it twice.',
    action: 'sent an edition to readers who were missing',
    noChange: 'Nobody is missing, or it is a draft, or under correction.',
    bell: 'deliver',
  }),
];
