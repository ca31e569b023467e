import express, { type Response, type Router, Router as createRouter } from 'express';
import { ringFeed, ringFeedSigned } from '../../articles/feeds/feeds.ts';
import { textOf } from '../form-body.ts';
import type { WebSetting } from '../web-setting.ts';

/** What plugins that send a secret in a header call it. */
const secretIn = (header: (name: string) => string | undefined): string =>
  header('x-doorstep-secret') ??
  header('x-webhook-secret') ??
  header('authorization')?.replace(/^Bearer\s+/i, '') ??
  '';

/**
 * Where WordPress, Ghost and the like ring when a story is out: with the secret in the address (`/hooks/stories/SECRET`), in a
 * header (`/hooks/stories`), or as the key of Ghost's signature (`/hooks/stories/signed/FEED`). What they send is not believed: the
 * feed says what is new, behind the same checks as ever.
 */
export function createStoryHookRouter({ db, keys, clock, ring }: WebSetting): Router {
  const router = createRouter();

  async function answer(response: Response, next: () => void, hasRung: boolean): Promise<void> {
    if (!hasRung) return next();
    await ring('feeds');
    response.status(202).type('text/plain').send('The feed will be looked at.\n');
  }

  router.post('/stories', async (request, response, next) => {
    const secret = secretIn((name) => request.get(name));
    return answer(response, next, await ringFeed(db, keys, secret, clock()));
  });
  // Signatures are over the bytes as they came. A whole post with its markup stands in them.
  const raw = express.raw({ type: () => true, limit: '5mb' });
  router.post('/stories/signed/:feed', raw, async (request, response, next) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.get('x-ghost-signature') ?? '';
    const post = { signature, body, now: clock() };
    return answer(response, next, await ringFeedSigned(db, keys, textOf(request.params, 'feed'), post));
  });
  router.post('/stories/:secret', async (request, response, next) =>
    answer(response, next, await ringFeed(db, keys, request.params.secret, clock())),
  );
  return router;
}
