import type { RequestHandler } from 'express';
import { findPublication } from '../../newsletters/publication.ts';
import type { WebSetting } from '../web-setting.ts';

/** An install without the sample newsroom has no title yet: the first thing its owner does is to give it one. */
export const requirePublication =
  ({ db }: Pick<WebSetting, 'db'>): RequestHandler =>
  async (_request, response, next) => {
    if (await findPublication(db)) return next();
    response.redirect(303, '/admin/settings');
  };
