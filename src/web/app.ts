import express, { type Express } from 'express';
import { createAdminRouter } from './admin/router.ts';
import { createApiRouter } from './api/router.ts';
import { createDevInboxRouter } from './dev-inbox.ts';
import { answerError, answerNotFound } from './error-pages.ts';
import { createFileRouter } from './files.ts';
import { createHealthRouter } from './health.ts';
import { createWebhooksRouter } from './hooks/webhooks.ts';
import { createMetricsRouter } from './metrics/router.ts';
import { createReactionRouter } from './public/reactions.ts';
import { createPublicRouter } from './public/router.ts';
import { securityHeaders } from './security-headers.ts';
import { createStoryHookRouter } from './hooks/stories.ts';
import type { WebSetting } from './web-setting.ts';

/** A number of proxies in front of us, or their addresses; without it X-Forwarded-For is not believed. */
const trustOf = (text: string | undefined): number | string | false =>
  text === undefined ? false : /^\d+$/.test(text) ? Number(text) : text;

/** The whole web face of one install. Knows no port: the process listens. */
export function createApp(setting: WebSetting): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustOf(setting.trustProxy));
  app.set('query parser', 'simple');
  app.use(createMetricsRouter(setting));
  app.use(createHealthRouter(setting));
  // Before everything that pages need and a redirect does not.
  app.use(createReactionRouter(setting));
  app.use(securityHeaders(setting));
  app.use(createFileRouter(setting));
  app.use('/api', createApiRouter(setting));
  if (setting.hasInbox) app.use('/dev', createDevInboxRouter(setting));
  app.use(createWebhooksRouter(setting));
  app.use('/admin', createAdminRouter(setting));
  app.use('/hooks', createStoryHookRouter(setting));
  app.use(createPublicRouter(setting));
  app.use(answerNotFound(setting));
  app.use(answerError(setting));
  return app;
}
