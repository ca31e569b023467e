import type { Endpoint } from '../endpoint.ts';
import { accessEndpoint, accessTokenEndpoint } from './access.ts';
import { findArticleEndpoint, importArticleEndpoint, listArticlesEndpoint } from './articles.ts';
import { previewEndpoint, sendEndpoint, steeringEndpoints, testEndpoint } from './edition-acts.ts';
import {
  createEditionEndpoint,
  findEditionEndpoint,
  listEditionsEndpoint,
  saveEditionEndpoint,
} from './editions.ts';
import { grantEntitlementEndpoint, listEntitlementsEndpoint, listTiersEndpoint } from './entitlements.ts';
import { draftEndpoints } from './drafts.ts';
import { deskEndpoints } from './desk.ts';
import { segmentEndpoints } from './segments.ts';
import { webhookEndpoints } from './webhooks.ts';
import { listNewslettersEndpoint, listSuppressionsEndpoint } from './newsletters.ts';
import { deliveriesEndpoint, receiptEndpoint } from './receipts.ts';
import {
  addSubscriberEndpoint,
  changeSubscriberEndpoint,
  findSubscriberEndpoint,
  listSubscribersEndpoint,
} from './subscribers.ts';

/** Everything the API can do, in the order of its page. */
export const endpoints: readonly Endpoint[] = [
  listSubscribersEndpoint,
  addSubscriberEndpoint,
  findSubscriberEndpoint,
  changeSubscriberEndpoint,
  listEntitlementsEndpoint,
  grantEntitlementEndpoint,
  listNewslettersEndpoint,
  listTiersEndpoint,
  listArticlesEndpoint,
  importArticleEndpoint,
  findArticleEndpoint,
  ...draftEndpoints,
  accessEndpoint,
  accessTokenEndpoint,
  listEditionsEndpoint,
  createEditionEndpoint,
  findEditionEndpoint,
  saveEditionEndpoint,
  previewEndpoint,
  testEndpoint,
  sendEndpoint,
  ...steeringEndpoints,
  receiptEndpoint,
  deliveriesEndpoint,
  ...segmentEndpoints,
  listSuppressionsEndpoint,
  ...deskEndpoints,
  ...webhookEndpoints,
];
