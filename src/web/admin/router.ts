import { type Router, Router as createRouter } from 'express';
import type { WebSetting } from '../web-setting.ts';

/** Everything behind the staff door. */
export function createAdminRouter(_setting: WebSetting): Router {
  return createRouter();
}
