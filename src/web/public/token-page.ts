import type { RequestHandler } from 'express';

/** For pages whose address is a capability: it leaves in no Referer and stays in no cache. */
export const tokenPage: RequestHandler = (_request, response, next) => {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  next();
};
