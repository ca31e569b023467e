import type { RequestHandler } from 'express';
import { readSignUpSetting } from '../../../audience/guard/sign-up-setting.ts';
import type { WebSetting } from '../../web-setting.ts';

/**
 * Lets scripts on the paper's other sites read the answer to a sign-up. Any page may post a form, as the web has it; only a
 * listed one learns what came back, and no cookie ever goes with it.
 */
export const letSitesAsk =
  ({ db }: Pick<WebSetting, 'db'>): RequestHandler =>
  async (request, response, next) => {
    response.vary('Origin');
    const origin = request.get('origin');
    const isListed = origin !== undefined && (await readSignUpSetting(db)).sites.includes(origin);
    if (isListed) response.setHeader('Access-Control-Allow-Origin', origin);
    if (request.method !== 'OPTIONS') return next();
    if (isListed)
      response.set({
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Accept, Content-Type',
        'Access-Control-Max-Age': '600',
      });
    response.status(204).end();
  };
