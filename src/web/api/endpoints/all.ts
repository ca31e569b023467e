import type { Endpoint } from '../endpoint.ts';
import { accessEndpoint, accessTokenEndpoint } from './access.ts';
import { findArticleEndpoint, importArticleEndpoint, listArticlesEndpoint } from './articles.ts';
import {
  previewEndpoint,
  scheduleEndpoint,
  sendEndpoint,
  steeringEndpoints,
  testEndpoint,
} from './edition-acts.ts';
import {
  createEditionEndpoint,
  findEditionEndpoint,
  listEditionsEndpoint,
  saveEditionEndpoint,
} from './editions.ts';
import { grantEntitlementEndpoint, listEntitlementsEndpoint, listTiersEndpoint } from './entitlements.ts';
import { listEventsEndpoint } from './events.ts';
import { draftEndpoints } from './drafts.ts';
import { runEndpoints } from './runs.ts';
import { formEndpoints } from './forms.ts';
import { readerActEndpoints } from './reader-acts.ts';
import { relayEndpoints } from './relays.ts';
import { segmentEndpoints } from './segments.ts';
import { decideSubjectEndpoint } from './subject-test.ts';
import { webhookEndpoints } from './webhooks.ts';
import { mailTemplateEndpoints } from './mail-templates.ts';
import { listSuppressionsEndpoint, newsletterEndpoints } from './newsletters.ts';
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
  ...readerActEndpoints,
  ...newsletterEndpoints,
  ...mailTemplateEndpoints,
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
  scheduleEndpoint,
  ...steeringEndpoints,
  decideSubjectEndpoint,
  receiptEndpoint,
  deliveriesEndpoint,
  ...segmentEndpoints,
  listSuppressionsEndpoint,
  listEventsEndpoint,
  ...runEndpoints,
  ...formEndpoints,
  ...relayEndpoints,
  ...webhookEndpoints,
];
