import { type Router, Router as createRouter } from 'express';
import type { WebSetting } from '../web-setting.ts';

/** Everything a reader can open. */
export function createPublicRouter(_setting: WebSetting): Router {
  return createRouter();
}
