import type { Request, Response } from 'express';
import { DoorMessagePage } from '../../../templates/pages/admin/door-pages.tsx';
import { TooManyRequests } from '../limited.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readDoorSite } from './door-site.ts';

/** What went wrong on a page of the newsroom. */
export type DeskError =
  | { readonly kind: 'missing' | 'not set up' }
  | { readonly kind: 'unreadable'; readonly status: number }
  | { readonly kind: 'too many'; readonly retryAfterSeconds: number }
  | { readonly kind: 'broken'; readonly reference: string };

export const isOfNewsroom = ({ originalUrl }: Pick<Request, 'originalUrl'>): boolean =>
  /^\/admin(?:[/?]|$)/.test(originalUrl);

/** @param status what the error asks for, 400 to 500 */
export function deskErrorOf(error: unknown, status: number, reference: string): DeskError {
  if (error instanceof TooManyRequests)
    return { kind: 'too many', retryAfterSeconds: error.retryAfterSeconds };
  if (status === 404) return { kind: 'missing' };
  return status < 500 ? { kind: 'unreadable', status } : { kind: 'broken', reference };
}

type Telling = { readonly status: number; readonly title: string; readonly sentence: string };

/** Each says what happened, why, what was kept and what to do. */
function tellingOf(error: DeskError): Telling {
  switch (error.kind) {
    case 'missing':
      return {
        status: 404,
        title: 'There is no page here',
        sentence:
          'The address may have a slip in it, or what was here has been taken away. Nothing was changed. The lists in the newsroom, and Find, lead to what there is.',
      };
    case 'unreadable':
      return {
        status: error.status,
        title: 'We could not read that',
        sentence:
          'It came too long, or in pieces. Nothing was changed. Go back: what you typed is usually still there. A long text or a large file has to be made smaller.',
      };
    case 'too many': {
      const minutes = Math.ceil(error.retryAfterSeconds / 60);
      return {
        status: 429,
        title: 'Too many tries',
        sentence: `This has been tried very often from where you are, so it rests, and nothing was changed. Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
      };
    }
    case 'broken':
      return {
        status: 500,
        title: 'Something broke on our side',
        sentence: `It is not your doing. What was saved before is safe; what you have just sent may not have been kept. Go back: what you typed is usually still there, and try once more. If it happens again, give whoever runs Doorstep this reference: ${error.reference}.`,
      };
    case 'not set up':
      return {
        status: 503,
        title: 'This paper is being set up',
        sentence:
          'It has no title yet, so there is nothing to read. Whoever set it up signs in and gives it one; then this page is there.',
      };
    default:
      return error satisfies never;
  }
}

/** A page of the newsroom that cannot be: asks for nobody, since it tells nothing. */
export async function sendDeskError(
  setting: Pick<WebSetting, 'db'>,
  response: Response,
  error: DeskError,
): Promise<void> {
  const { status, title, sentence } = tellingOf(error);
  if (error.kind === 'too many') response.setHeader('Retry-After', String(error.retryAfterSeconds));
  const link = { href: '/admin', text: 'To the newsroom' };
  sendPage(response, DoorMessagePage({ site: await readDoorSite(setting), title, sentence, link }), status);
}
