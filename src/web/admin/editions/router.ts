import { type Router, Router as createRouter } from 'express';
import type { WebSetting } from '../../web-setting.ts';
import { createApprovalRouter } from './approval.ts';
import { createComposerRouter } from './composer.ts';
import { createCorrectedRouter } from './corrected.ts';
import { createListRouter } from './list.ts';
import { createMoreReadersRouter } from './more-readers.ts';
import { createPollsRouter } from './polls.ts';
import { createPreviewRouter } from './preview.ts';
import { createProgressEventsRouter } from './progress-events.ts';
import { createProgressRouter } from './progress.ts';
import { createReceiptRouter } from './receipt.ts';
import { createReleaseRouter } from './release.ts';
import { createRunsRouter } from './runs.ts';
import { createReportRouter } from './report.ts';
import { createSponsorPictureRouter } from './sponsor-picture.ts';
import { createSteeringRouter } from './steering.ts';
import { createTestRouter } from './test-mail.ts';

/** Everything about editions; the list's `/new` and `/runs` stand before the composer's `/:id`. */
export function createEditionsRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.use(createListRouter(setting));
  router.use(createRunsRouter(setting));
  router.use(createComposerRouter(setting));
  router.use(createSponsorPictureRouter(setting));
  router.use(createTestRouter(setting));
  router.use(createPreviewRouter(setting));
  router.use(createApprovalRouter(setting));
  router.use(createReleaseRouter(setting));
  router.use(createCorrectedRouter(setting));
  router.use(createMoreReadersRouter(setting));
  router.use(createProgressRouter(setting));
  router.use(createProgressEventsRouter(setting));
  router.use(createSteeringRouter(setting));
  router.use(createReceiptRouter(setting));
  router.use(createPollsRouter(setting));
  router.use(createReportRouter(setting));
  return router;
}
