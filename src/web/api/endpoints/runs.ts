import { z } from 'zod';

import {
  type BuildNowOutcome,
  type DigestRun,
  approveRun,
  buildRunNow,
  findRun,
  listRuns,
  pinLead,
  sendRunAtOnce,
  skipRun,
} from '../../../editions/digests/steer-run.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type ApiCaller, type Endpoint, endpoint, nothing } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { isoOrNull, moment, rhythm, slug } from './shapes.ts';

const mostRuns = 200;

const run = z.strictObject({
  id: z.string(),
  newsletter: slug.nullable(),
  rhythm,
  state: z.enum(['due', 'held', 'ready', 'late', 'released', 'skipped', 'failed']),
  note: z.string().nullable().describe('Why it stands as it does, in words'),
  departsAt: moment,
  deadlineAt: moment.nullable(),
  edition: z.string().nullable().describe('Once it is built'),
});

async function toJson(db: Db, lines: readonly DigestRun[]): Promise<z.input<typeof run>[]> {
  const newsletters = await listNewsletters(db);
  return lines.map((line) => ({
    id: line.publicId,
    newsletter: newsletters.find(({ id }) => id === line.newsletterId)?.slug ?? null,
    rhythm: line.rhythm,
    state: line.state,
    note: line.note,
    departsAt: line.departsAt.toISOString(),
    deadlineAt: isoOrNull(line.deadlineAt),
    edition: line.edition,
  }));
}

const listRunsEndpoint = endpoint({
  method: 'get',
  path: '/runs',
  scope: 'editions:read',
  summary: 'List automatic editions',
  description: `The next to leave first; those that are over newest first. At most ${mostRuns}.`,
  query: z.strictObject({
    which: z.enum(['open', 'over']).default('open').describe('What is still to leave, or what is over'),
  }),
  answers: { 200: { description: 'The runs', schema: listOf(run) } },
  async run({ setting: { db }, query }) {
    const runs = await listRuns(db, { isOpen: query.which === 'open', limit: mostRuns });
    return { status: 200, body: { data: await toJson(db, runs), next: null } };
  },
});

const noSuchRun = () =>
  new ApiProblem('not-found', { detail: 'There is no automatic edition with this id.' });

/** The run after an act on it, which then stands in the trail. @throws ApiProblem for everything but an act that was done */
async function answer(
  { setting: { db }, actor, id }: ApiCaller,
  outcome: BuildNowOutcome,
  { action, reason }: { readonly action: string; readonly reason?: string | undefined },
) {
  switch (outcome.kind) {
    case 'done': {
      const details = reason ? { reason } : {};
      await recordAct(db, { actor, action, object: `run ${id}`, details });
      const found = await findRun(db, id);
      const [body] = found ? await toJson(db, [found]) : [];
      return { status: 200, body };
    }
    case 'missing':
      throw noSuchRun();
    case 'quiet':
      throw invalidInput('reason', 'Please say why it cannot wait for the end of the quiet hours');
    case 'nothing-new':
      throw new ApiProblem('no-change', { detail: 'There is no story for it yet.' });
    case 'own-text':
    case 'no-change':
      throw new ApiProblem('no-change', {
        detail: 'It is past that, or its newsletter asks for the word of a person.',
      });
    default:
      return outcome satisfies never;
  }
}

const about = {
  method: 'post',
  scope: 'editions:send',
  answers: { 200: { description: 'The run as it stands now', schema: run } },
} as const;
const reason = z.string().trim().max(300);

const approve = endpoint({
  ...about,
  path: '/runs/{id}/approve',
  summary: 'Let an automatic edition go',
  description: 'One that was held leaves at its hour; a late or failed one at once.',
  body: z.strictObject({ reason: reason.optional().describe('Why it may leave in quiet hours') }),
  async run({ body, ...caller }) {
    const word = { publicId: caller.id, by: caller.actor, reason: body.reason };
    const outcome = await approveRun(caller.setting.db, word, caller.setting.clock());
    return answer(caller, outcome, { action: 'approved an automatic edition', reason: body.reason });
  },
});

const sendNow = endpoint({
  ...about,
  path: '/runs/{id}/send-now',
  summary: 'Send an automatic edition at once',
  body: z.strictObject({ reason: reason.min(1, 'Please say why it cannot wait') }),
  async run({ body, ...caller }) {
    const word = { publicId: caller.id, by: caller.actor, reason: body.reason };
    const outcome = await sendRunAtOnce(caller.setting.db, word, caller.setting.clock());
    return answer(caller, outcome, { action: 'sent an automatic edition at once', reason: body.reason });
  },
});

const skip = endpoint({
  ...about,
  path: '/runs/{id}/skip',
  summary: 'Skip an automatic edition',
  description: 'Its stories go into the next one of its rhythm.',
  body: nothing,
  async run({ body: _body, ...caller }) {
    const word = { publicId: caller.id, by: caller.actor };
    const outcome = await skipRun(caller.setting.db, word, caller.setting.clock());
    return answer(caller, outcome, { action: 'skipped an automatic edition' });
  },
});

const build = endpoint({
  ...about,
  path: '/runs/{id}/build',
  summary: 'Build an automatic edition early',
  description: 'Its draft can be read and changed; it leaves at its hour.',
  body: nothing,
  async run({ body: _body, ...caller }) {
    const outcome = await buildRunNow(caller.setting.db, caller.id, caller.setting.clock());
    return answer(caller, outcome, { action: 'built an automatic edition early' });
  },
});

const lead = endpoint({
  ...about,
  path: '/runs/{id}/lead',
  summary: 'Choose what an automatic edition leads with',
  body: z.strictObject({ article: slug.nullable().describe('Null leaves it to the rules') }),
  async run({ body, ...caller }) {
    const { db } = caller.setting;
    if (!(await findRun(db, caller.id))) throw noSuchRun();
    const outcome = await pinLead(db, caller.id, body.article);
    if (outcome.kind === 'missing') throw invalidInput('article', `There is no story ${body.article}`);
    return answer(caller, outcome, { action: 'pinned the lead of an automatic edition' });
  },
});

/** Editions that leave by themselves. */
export const runEndpoints: readonly Endpoint[] = [listRunsEndpoint, approve, sendNow, skip, build, lead];
