import express, { type ErrorRequestHandler, type Router, Router as createRouter } from 'express';
import { endSession } from '../../staff/sessions.ts';
import type { WebSetting } from '../web-setting.ts';
import { createEditionsRouter } from './editions/router.ts';
import { clearSessionCookie } from './session-cookie.ts';
import { createSetUpRouter } from './set-up.ts';
import { createSignInRouter } from './sign-in.ts';
import { MayNot, answerMayNot, requireStaff, sessionOf } from './staff-door.ts';

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

  router.use(requireStaff(setting));
  router.post('/sign-out', async (_request, response) => {
    await endSession(setting.db, sessionOf(response).tokenHash);
    clearSessionCookie(setting, response);
    response.redirect(303, '/admin/sign-in');
  });
  router.use('/editions', createEditionsRouter(setting));
  router.use(answerRights(setting));
  return router;
}
