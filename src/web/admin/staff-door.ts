import type { Request, RequestHandler, Response } from 'express';
import { DoorMessagePage } from '../../../templates/pages/admin/door-pages.tsx';
import { isSameSecret } from '../../platform/random-tokens.ts';
import { type Act, mayRole } from '../../staff/roles.ts';
import { type Session, beginSession, findSession } from '../../staff/sessions.ts';
import { textOf } from '../form-body.ts';
import { isFromElsewhere } from '../from-elsewhere.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readDoorSite } from './door-site.ts';
import { staffCookie } from '../session-cookie.ts';
import { whereaboutsOf } from './whereabouts.ts';

/** The field every form behind the door carries. */
export const csrfField = 'csrf';

const sessions = new WeakMap<Response, Session>();

/** Who asks. Only behind {@link requireStaff}. */
export function sessionOf(response: Response): Session {
  const session = sessions.get(response);
  if (!session) throw new Error('this route does not stand behind the staff door');
  return session;
}

/** Who writes, for what remembers its author. */
export function authorOf(response: Response): { readonly name: string; readonly staffId: number } {
  const { staff } = sessionOf(response);
  return { name: staff.name, staffId: staff.id };
}

const isRead = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD';

async function refuse(
  setting: WebSetting,
  response: Response,
  title: string,
  sentence: string,
): Promise<void> {
  const site = await readDoorSite(setting);
  const link = { href: '/admin', text: 'To the newsroom' };
  sendPage(response, DoorMessagePage({ site, title, sentence, link }), 403);
}

/** Where a form brings a file: its token is in the stream, and whoever reads that checks it. */
const filePaths = [
  /^\/readers\/import$/,
  /^\/editions\/[a-z0-9]+\/picture$/,
  /^\/stories\/drafts\/\w+\/pictures$/,
  /^\/newsletters\/[a-z0-9-]+\/look\/logo$/,
  /^\/newsletters\/[a-z0-9-]+\/template\/file$/,
];
const bringsFile = (request: Request): boolean =>
  filePaths.some((path) => path.test(request.path)) &&
  request.is('multipart/form-data') === 'multipart/form-data';

/** The door of the admin: closed by default. A post must come from our own page and carry the session's token. */
export const requireStaff =
  (setting: WebSetting): RequestHandler =>
  async (request, response, next) => {
    const token = staffCookie.read(setting, request);
    const session = token === null ? null : await findSession(setting.db, token);
    if (!session) {
      const target = isRead(request) ? request.originalUrl : '/admin';
      return response.redirect(303, `/admin/sign-in?next=${encodeURIComponent(target)}`);
    }
    const hasToken = isSameSecret(
      textOf(request.body, csrfField) || (request.get('x-csrf') ?? ''),
      session.csrfToken,
    );
    if (!isRead(request) && (isFromElsewhere(setting, request) || !(hasToken || bringsFile(request)))) {
      const sentence =
        'It came from another page, or from one that was open for very long. Nothing was changed; please open the page again.';
      return refuse(setting, response, 'This form was not ours', sentence);
    }
    sessions.set(response, session);
    // Their own account is all that is open until they have the factor they owe.
    if (session.owesFactor && !isOwnAccount(request)) return response.redirect(303, '/admin/account');
    return next();
  };

/** What stays open to whoever owes a second factor. */
const isOwnAccount = ({ path }: Request): boolean =>
  path === '/account' || path.startsWith('/account/') || path === '/sign-out';

/**
 * A new session in the same browser, where everything about somebody's way in has ended with a change of it. The rest of the
 * answer, its forms too, belongs to the new one.
 */
export async function renewSession(setting: WebSetting, request: Request, response: Response): Promise<void> {
  const { staff, hasProviderFactor } = sessionOf(response);
  const token = await beginSession(setting.db, staff.id, whereaboutsOf(request), hasProviderFactor);
  const session = await findSession(setting.db, token);
  if (!session) throw new Error('a session that was just begun is not there');
  sessions.set(response, session);
  staffCookie.set(setting, response, token);
}

/** Lets those through whose role may do it; the others read why not. */
export function may(act: Act): RequestHandler {
  return (_request, response, next) => {
    if (mayRole(sessionOf(response).staff.role, act)) return next();
    return next(new MayNot(act));
  };
}

/** Thrown by {@link may}; the admin's router turns it into a page. */
export class MayNot extends Error {
  readonly act: Act;
  constructor(act: Act) {
    super(`this role may not ${act}`);
    this.act = act;
  }
}

/** The page for a right that is missing. */
export async function answerMayNot(setting: WebSetting, response: Response): Promise<void> {
  const { role } = sessionOf(response).staff;
  const sentence = `Your account is that of ${role === 'owner' || role === 'editor' || role === 'analyst' ? 'an' : 'a'} ${role}. Ask the owner of this newsroom if you need to do it.`;
  await refuse(setting, response, 'This is not yours to do', sentence);
}
