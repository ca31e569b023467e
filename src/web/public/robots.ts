import { type Router, Router as createRouter } from 'express';

const closed = [
  '/admin',
  '/api',
  '/dev',
  '/hooks',
  '/signup',
  '/confirm',
  '/preferences',
  '/unsubscribe',
  '/polls/',
  '/c/',
  '/o/',
];

/** `/robots.txt`: search engines may read the paper, not people's own pages. */
export function createRobotsRouter(): Router {
  const router = createRouter();
  router.get('/robots.txt', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response
      .type('text/plain')
      .send(['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), ''].join('\n'));
  });
  return router;
}
