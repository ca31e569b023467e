import { type Router, Router as createRouter } from 'express';
import type { WebSetting } from '../../web-setting.ts';
import { createGrowthRouter } from './growth.ts';
import { createRevenueRouter } from './revenue.ts';
import { createSponsorsRouter } from './sponsors.ts';

/** Reports about the paper as a whole; an edition's stands with the edition. */
export function createReportsRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.use(createGrowthRouter(setting), createRevenueRouter(setting), createSponsorsRouter(setting));
  return router;
}
