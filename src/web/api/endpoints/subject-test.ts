import { z } from 'zod';
import { decideByHand } from '../../../editions/subject-test/decide.ts';
import { endpoint } from '../endpoint.ts';
import { ApiProblem } from '../problem.ts';
import { edition, editionJson, noSuchEdition } from './edition-json.ts';

export const decideSubjectEndpoint = endpoint({
  method: 'post',
  path: '/editions/{id}/subject-test',
  scope: 'editions:send',
  summary: 'Choose the subject for the rest',
  description:
    'Decides a subject test before its wait is over: the rest leaves at once, or when the quiet hours are over.',
  body: z.strictObject({ winner: z.enum(['a', 'b']) }),
  answers: { 200: { description: 'The edition as it stands now', schema: edition } },
  async run({ setting: { db, ring, clock }, actor, id, body: { winner } }) {
    const { kind } = await decideByHand(db, id, { winner, by: actor, now: clock() });
    switch (kind) {
      case 'done':
        await ring('deliver');
        return { status: 200, body: await editionJson(db, id) };
      case 'no-change':
        throw new ApiProblem('no-change', {
          detail: 'No subject test of it is open: it is decided, has not begun to leave, or has one subject.',
        });
      case 'missing':
        throw noSuchEdition();
      default:
        return kind satisfies never;
    }
  },
});
