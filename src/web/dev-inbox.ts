import { type Router, Router as createRouter } from 'express';
import type { WebSetting } from './web-setting.ts';

/** The built-in inbox. */
export function createDevInboxRouter(_setting: WebSetting): Router {
  return createRouter();
}
