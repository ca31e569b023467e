import { type RequestHandler, type Router, Router as createRouter } from 'express';
import {
  type SteerOutcome,
  decideEditionDoubts,
  pauseEdition,
  resumeEdition,
  stopEdition,
  undoRelease,
} from '../../../editions/release-edition.ts';
import { beginCorrection } from '../../../editions/correct-edition.ts';
import { retryFailures, sendToMissing } from '../../../editions/more-readers.ts';
import { decideByHand } from '../../../editions/subject-test/decide.ts';
import type { Bell } from '../../../platform/bells.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import type { WebSetting } from '../../web-setting.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';

type Steering = {
  readonly act: (db: Db, publicId: string) => Promise<SteerOutcome>;
  /** What the audit trail says. */
  readonly action: string;
  readonly bell?: Bell;
  /** Where the person goes when it is done, below the edition. */
  readonly done: string;
};

/** Undo, pause, resume, stop, the word about rows in doubt, and which subject the rest gets. A second click changes nothing and lands on the truth. */
export function createSteeringRouter(setting: WebSetting): Router {
  const { db, ring } = setting;
  const router = createRouter();

  const steer =
    ({ act, action, bell, done }: Steering): RequestHandler =>
    async (request, response, next) => {
      const publicId = idOf(request);
      const outcome = await act(db, publicId);
      if (outcome.kind === 'missing') return next();
      const path = editionPath(publicId);
      if (outcome.kind === 'no-change') return response.redirect(303, `${path}/progress`);
      await recordAct(db, { actor: sessionOf(response).staff.name, action, object: editionObject(publicId) });
      if (bell) await ring(bell);
      response.redirect(303, `${path}${done}`);
    };

  router.post(
    '/:id/undo',
    may('send'),
    steer({ act: undoRelease, action: 'took a release back', done: '?done=undone' }),
  );
  router.post(
    '/:id/pause',
    may('send'),
    steer({ act: pauseEdition, action: 'paused an edition', done: '/progress' }),
  );
  router.post(
    '/:id/resume',
    may('send'),
    steer({ act: resumeEdition, action: 'resumed an edition', bell: 'deliver', done: '/progress' }),
  );
  router.post(
    '/:id/stop',
    may('send'),
    steer({ act: stopEdition, action: 'stopped an edition', done: '/progress' }),
  );
  router.post(
    '/:id/correct',
    may('send'),
    steer({ act: beginCorrection, action: 'began to correct an edition', done: '' }),
  );
  router.post(
    '/:id/missing',
    may('send'),
    steer({
      act: (_db, publicId) => sendToMissing(db, setting.publicUrl, publicId),
      action: 'sent an edition to readers who were missing',
      bell: 'deliver',
      done: '/progress',
    }),
  );
  router.post(
    '/:id/failures',
    may('send'),
    steer({ act: retryFailures, action: 'tried failures again', bell: 'deliver', done: '/progress' }),
  );
  const resend = steer({
    act: (db, publicId) => decideEditionDoubts(db, publicId, 'resend'),
    action: 'sent again to readers in doubt',
    bell: 'deliver',
    done: '/progress',
  });
  const rest = steer({
    act: (db, publicId) => decideEditionDoubts(db, publicId, 'rest'),
    action: 'let readers in doubt rest',
    done: '/progress',
  });
  router.post('/:id/doubts', may('send'), (request, response, next) => {
    const choice = textOf(request.body, 'choice');
    if (choice === 'resend') return resend(request, response, next);
    if (choice === 'rest') return rest(request, response, next);
    return next();
  });
  router.post('/:id/subject-test', may('send'), async (request, response, next) => {
    const winner = textOf(request.body, 'winner');
    if (winner !== 'a' && winner !== 'b') return next();
    const publicId = idOf(request);
    const by = sessionOf(response).staff.name;
    const outcome = await decideByHand(db, publicId, { winner, by, now: setting.clock() });
    if (outcome.kind === 'missing') return next();
    if (outcome.kind === 'done') await ring('deliver');
    response.redirect(303, `${editionPath(publicId)}/progress`);
  });
  return router;
}
