import type { CookieOptions, Request, Response } from 'express';
import type { WebSetting } from '../web-setting.ts';

type Setting = Pick<WebSetting, 'publicUrl'>;

const isSecure = ({ publicUrl }: Setting): boolean => publicUrl.startsWith('https:');

/** The prefix makes browsers insist on Secure, this host and path / (ASVS 3.3); it needs https. */
const nameOf = (setting: Setting): string => (isSecure(setting) ? '__Host-doorstep' : 'doorstep');

const optionsOf = (setting: Setting): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: isSecure(setting),
  path: '/',
});

/** The session token a browser sent; null when it sent none. */
export function readSessionCookie(setting: Setting, request: Request): string | null {
  const prefix = `${nameOf(setting)}=`;
  const pair = (request.headers.cookie ?? '').split('; ').find((each) => each.startsWith(prefix));
  return pair === undefined ? null : pair.slice(prefix.length);
}

export const setSessionCookie = (setting: Setting, response: Response, token: string): void => {
  response.cookie(nameOf(setting), token, optionsOf(setting));
};

export const clearSessionCookie = (setting: Setting, response: Response): void => {
  response.clearCookie(nameOf(setting), optionsOf(setting));
};
