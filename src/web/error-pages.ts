import type { ErrorRequestHandler, RequestHandler } from 'express';
import {
  ErrorPage,
  NotFoundPage,
  TooManyPage,
  UnreadablePage,
} from '../../templates/pages/reader/message-page.tsx';
import { findPublication } from '../newsletters/publication.ts';
import { randomId } from '../platform/random-tokens.ts';
import { TooManyRequests } from './limited.ts';
import { clockMoment } from './moments.ts';
import { readSite } from './public/reader-site.ts';
import { deskErrorOf, isOfNewsroom, sendDeskError } from './admin/desk-errors.ts';
import { sendPage } from './send-page.ts';
import type { WebSetting } from './web-setting.ts';
import { visitOf } from './public/visit.ts';

/** Errors of the body parsers and of Express carry the status they want. */
function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** A page of readers cannot be made before the paper has a title. A database that is away is another trouble. */
async function isNotSetUp({ db }: WebSetting): Promise<boolean> {
  try {
    return (await findPublication(db)) === null;
  } catch {
    return false;
  }
}

export const answerNotFound =
  (setting: WebSetting): RequestHandler =>
  async (request, response) => {
    if (isOfNewsroom(request)) return sendDeskError(setting, response, { kind: 'missing' });
    const { site } = await readSite(await visitOf(setting, response));
    sendPage(response, NotFoundPage({ site }), 404);
  };

/** Where not even a page can be made, as when the database is away. */
const lastWords = (reference: string): string =>
  `Something broke on our side, and this page could not be made.
What was kept before is safe. What you have just sent may not have been kept.
Please try again in a few minutes. If it stays so, tell the newsroom this reference: ${reference}
`;

/** The one place that turns an error into a page: a reference for the reader, the cause for the log. */
export const answerError =
  (setting: WebSetting): ErrorRequestHandler =>
  async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const reference = randomId();
    const status = error instanceof TooManyRequests ? 429 : statusOf(error);
    if (status === 500 && (await isNotSetUp(setting)))
      return sendDeskError(setting, response, { kind: 'not set up' });
    if (status === 500)
      setting.log.error({ err: error, reference, method: request.method }, 'a request failed');
    try {
      if (isOfNewsroom(request))
        return await sendDeskError(setting, response, deskErrorOf(error, status, reference));
      const { site, zone } = await readSite(await visitOf(setting, response));
      if (error instanceof TooManyRequests) {
        response.setHeader('Retry-After', String(error.retryAfterSeconds));
        const again = new Date(setting.clock().getTime() + error.retryAfterSeconds * 1000);
        return sendPage(response, TooManyPage({ site, again: clockMoment(again, zone) }), 429);
      }
      if (status === 404) return sendPage(response, NotFoundPage({ site }), 404);
      if (status < 500) return sendPage(response, UnreadablePage({ site }), status);
      return sendPage(response, ErrorPage({ site, reference }), status);
    } catch (cause) {
      setting.log.error({ err: cause, reference }, 'the error page failed too');
      response.status(503).type('text/plain').send(lastWords(reference));
    }
  };
