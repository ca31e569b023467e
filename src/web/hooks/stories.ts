import { type Router, Router as createRouter } from 'express';
import { ringFeed } from '../../articles/feeds/feeds.ts';
import type { WebSetting } from '../web-setting.ts';

/**
 * `/hooks/stories/SECRET`: WordPress, Ghost and the like ring here when a story is out. What they send is not even read: the
 * feed says what is new, behind the same checks as ever.
 */
export function createStoryHookRouter({ db, keys, clock, ring }: WebSetting): Router {
  const router = createRouter();
  router.post('/stories/:secret', async (request, response, next) => {
    if (!(await ringFeed(db, keys, request.params.secret, clock()))) return next();
    await ring('feeds');
    return response.status(202).type('text/plain').send('The feed will be looked at.\n');
  });
  return router;
}
