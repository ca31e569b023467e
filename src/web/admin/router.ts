import express, { type ErrorRequestHandler, type Router, Router as createRouter } from 'express';
import { endSession } from '../../staff/sessions.ts';
import type { WebSetting } from '../web-setting.ts';
import { createAccountRouter } from './account/account.ts';
import { createEditionsRouter } from './editions/router.ts';
import { createDeliveryRouter } from './delivery.ts';
import { createDigestsRouter } from './digests.ts';
import { createDraftsRouter } from './drafts/drafts.ts';
import { createFeedsRouter } from './feeds/feeds.ts';
import { createFindRouter } from './find/find.ts';
import { createImportReadersRouter } from './import-readers.ts';
import { createLookRouter } from './look.ts';
import { createMailTemplatesRouter } from './mail-templates/router.ts';
import { createNewslettersRouter } from './newsletters.ts';
import { createReaderRouter } from './reader.ts';
import { createBulkRouter } from './readers/bulk.ts';
import { createReaderFieldsRouter } from './readers/fields.ts';
import { createReaderNotesRouter } from './readers/reader-notes.ts';
import { createReadersRouter } from './readers/readers.ts';
import { staffCookie } from '../session-cookie.ts';
import { createReportsRouter } from './reports/router.ts';
import { requirePublication } from './require-publication.ts';
import { createRestRouter } from './rest.ts';
import { createSegmentsRouter } from './segments/segments.ts';
import { createSettingsRouter } from './settings.ts';
import { createSetUpRouter } from './set-up.ts';
import { createSignInRouter } from './sign-in.ts';
import { createSignOnRouter } from './sign-on.ts';
import { MayNot, answerMayNot, requireStaff, sessionOf } from './staff-door.ts';
import { createStoriesRouter } from './stories.ts';
import { createStoryRouter } from './story.ts';
import { createTakeBackRouter } from './take-back.ts';
import { createTodayRouter } from './today.ts';
import { createWaysInRouter } from './ways-in.ts';

const answerRights =
  (setting: WebSetting): ErrorRequestHandler =>
  async (error: unknown, _request, response, next) => {
    if (!(error instanceof MayNot)) return next(error);
    return answerMayNot(setting, response);
  };

/** Everything behind the staff door. What is mounted above the door asks for nobody: the ways in. */
export function createAdminRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 5000 }));
  router.use(createSetUpRouter(setting));
  router.use(createSignInRouter(setting));
  router.use(createSignOnRouter(setting));
  router.use(createWaysInRouter(setting));

  router.use(requireStaff(setting));
  router.post('/sign-out', async (_request, response) => {
    await endSession(setting.db, sessionOf(response).tokenHash);
    staffCookie.clear(setting, response);
    response.redirect(303, '/admin/sign-in');
  });
  router.use('/settings', createSettingsRouter(setting));
  router.use(requirePublication(setting));
  router.use('/account', createAccountRouter(setting));
  router.use(createTodayRouter(setting));
  router.use('/find', createFindRouter(setting));
  router.use('/editions', createEditionsRouter(setting));
  router.use('/stories/feeds', createFeedsRouter(setting));
  router.use(
    '/stories',
    createDraftsRouter(setting),
    createStoriesRouter(setting),
    createTakeBackRouter(setting),
    createStoryRouter(setting),
  );
  router.use('/readers/import', createImportReadersRouter(setting));
  router.use('/readers/fields', createReaderFieldsRouter(setting));
  router.use('/readers/bulk', createBulkRouter(setting));
  router.use('/readers/segments', createSegmentsRouter(setting));
  router.use(
    '/readers',
    createReadersRouter(setting),
    createReaderRouter(setting),
    createReaderNotesRouter(setting),
  );
  router.use(
    '/newsletters',
    createNewslettersRouter(setting),
    createLookRouter(setting),
    createMailTemplatesRouter(setting),
    createDigestsRouter(setting),
    createRestRouter(setting),
  );
  router.use('/reports', createReportsRouter(setting));
  router.use('/delivery', createDeliveryRouter(setting));
  router.use(answerRights(setting));
  return router;
}
