import express, { type Router, Router as createRouter } from 'express';
import type { WebSetting } from '../web-setting.ts';
import { createAccountRouter } from './account/account.ts';
import { createMembershipRouter } from './account/membership.ts';
import { createAccountSignInRouter } from './account/sign-in.ts';
import { createArchiveRouter } from './archive.ts';
import { createArticleRouter } from './article.ts';
import { createCheckMailRouter } from './check-mail.ts';
import { createClaimsRouter } from './claims.ts';
import { createConfirmRouter } from './confirm.ts';
import { createFeedRouter } from './feeds/feeds.ts';
import { createEmbedRouter } from './forms/embed.ts';
import { createFormPageRouter } from './forms/form-page.ts';
import { createFreshLinkRouter } from './fresh-link.ts';
import { createFrontPageRouter } from './front-page.ts';
import { createNewslettersRouter } from './newsletters.ts';
import { createPreferencesRouter } from './preferences.ts';
import { createSignUpLimits } from './sign-up-limits.ts';
import { createSignUpRouter } from './sign-up.ts';
import { createGiveRouter } from './give.ts';
import { createOffersRouter } from './offers.ts';
import { createSponsorReportRouter } from './sponsor-report.ts';
import { createStripeWebhookRouter } from './stripe-webhook.ts';
import { createSubscribeRouter } from './subscribe.ts';
import { createRobotsRouter } from './robots.ts';
import { createUnsubscribeRouter } from './unsubscribe.ts';

/** Everything a reader can open: public on purpose, each personal page behind a link of its own; only `/account` knows cookies. */
export function createPublicRouter(setting: WebSetting): Router {
  const router = createRouter();
  const limits = createSignUpLimits(setting);
  router.use(createFrontPageRouter(setting));
  router.use(createArticleRouter(setting));
  router.use(createNewslettersRouter(setting));
  router.use(createFormPageRouter(setting));
  router.use(createEmbedRouter(setting));
  router.use(createSubscribeRouter(setting));
  router.use(createFeedRouter(setting));
  router.use(createArchiveRouter(setting));
  router.use(createRobotsRouter());
  router.use(createSponsorReportRouter(setting));
  // These read their bodies themselves, before anything can refuse them.
  router.use(createUnsubscribeRouter(setting));
  router.use(createStripeWebhookRouter(setting));
  router.use(createOffersRouter(setting));
  router.use(express.urlencoded({ extended: false, limit: '16kb' }));
  router.use(createSignUpRouter(setting, limits));
  router.use(createCheckMailRouter(setting, limits));
  router.use(createFreshLinkRouter(setting, limits));
  router.use(createConfirmRouter(setting));
  router.use(createPreferencesRouter(setting));
  router.use(createAccountSignInRouter(setting, limits));
  router.use(createMembershipRouter(setting, limits));
  router.use(createGiveRouter(setting, limits));
  router.use(createAccountRouter(setting, limits));
  router.use(createClaimsRouter(setting));
  return router;
}
