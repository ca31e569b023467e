import express, { type Router, Router as createRouter } from 'express';
import { findPublication } from '../newsletters/publication.ts';
import { findPicture } from '../platform/media.ts';
import { assetFolder } from './send-page.ts';
import type { WebSetting } from './web-setting.ts';

const forEver = 'public, max-age=31536000, immutable';

/** Style sheets and scripts, the publication's colour, and pictures: nothing personal, nothing changed. */
export function createFileRouter({ db }: Pick<WebSetting, 'db'>): Router {
  const router = createRouter();
  router.use('/assets', express.static(assetFolder, { immutable: true, maxAge: '1y', index: false }));

  router.get('/theme.css', async (_request, response) => {
    const publication = await findPublication(db);
    response.setHeader('Cache-Control', 'public, max-age=60');
    response.type('css').send(publication ? `:root{--accent:${publication.accent}}` : '');
  });

  router.get('/media/:id', async (request, response, next) => {
    const picture = await findPicture(db, request.params.id);
    if (!picture) return next();
    response.setHeader('Cache-Control', forEver);
    response.type(picture.contentType).send(picture.bytes);
  });
  return router;
}
