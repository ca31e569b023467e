import { type Router, Router as createRouter } from 'express';
import type { WebSetting } from '../web-setting.ts';

/** The JSON API. */
export function createApiRouter(_setting: WebSetting): Router {
  return createRouter();
}
