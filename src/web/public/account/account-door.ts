import type { Request, RequestHandler, Response } from 'express';
import { type SignedInReader, findSignedIn } from '../../../audience/account/reader-sessions.ts';
import { isSameSecret } from '../../../platform/random-tokens.ts';
import { textOf } from '../../form-body.ts';
import { isFromElsewhere } from '../../from-elsewhere.ts';
import { readerCookie } from '../../session-cookie.ts';
import type { WebSetting } from '../../web-setting.ts';

/** The field every form behind the door carries. */
export const csrfField = 'csrf';

const readers = new WeakMap<Response, SignedInReader>();

/** Who asks. Only behind {@link requireReader}. */
export function readerOf(response: Response): SignedInReader {
  const reader = readers.get(response);
  if (!reader) throw new Error('this route does not stand behind the reader door');
  return reader;
}

/** Who is signed in with this browser; null when nobody is. */
export async function findReader(setting: WebSetting, request: Request): Promise<SignedInReader | null> {
  const token = readerCookie.read(setting, request);
  return token === null ? null : findSignedIn(setting.db, token);
}

/** The door of a reader's own acts: a post must come from our own page and carry the session's token. */
export const requireReader =
  (setting: WebSetting): RequestHandler =>
  async (request, response, next) => {
    const reader = await findReader(setting, request);
    if (!reader) return response.redirect(303, '/account');
    const hasToken = isSameSecret(textOf(request.body, csrfField), reader.session.csrfToken);
    if (isFromElsewhere(setting, request) || !hasToken)
      return response.redirect(303, '/account?done=not-ours');
    readers.set(response, reader);
    return next();
  };
