import type { CookieOptions, Request, Response } from 'express';
import type { WebSetting } from './web-setting.ts';

type Setting = Pick<WebSetting, 'publicUrl'>;

const isSecure = ({ publicUrl }: Setting): boolean => publicUrl.startsWith('https:');

const optionsOf = (setting: Setting): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: isSecure(setting),
  path: '/',
});

export type SecretCookie = {
  /** What a browser sent; null when it sent none. */
  readonly read: (setting: Setting, request: Request) => string | null;
  readonly set: (setting: Setting, response: Response, value: string) => void;
  readonly clear: (setting: Setting, response: Response) => void;
};

/**
 * A cookie that scripts cannot read. Its name gets the prefix that makes browsers insist on Secure, this host and path /
 * (ASVS 3.3) where the site is served over https.
 * @param days how long a browser keeps it; until it is closed unless told
 */
function secretCookie(name: string, days?: number): SecretCookie {
  const nameOf = (setting: Setting): string => (isSecure(setting) ? `__Host-${name}` : name);
  return {
    read(setting, request) {
      const prefix = `${nameOf(setting)}=`;
      const pair = (request.headers.cookie ?? '').split('; ').find((each) => each.startsWith(prefix));
      return pair === undefined ? null : pair.slice(prefix.length);
    },
    set(setting, response, value) {
      const lasting = days === undefined ? {} : { maxAge: days * 86_400_000 };
      response.cookie(nameOf(setting), value, { ...optionsOf(setting), ...lasting });
    },
    clear(setting, response) {
      response.clearCookie(nameOf(setting), optionsOf(setting));
    },
  };
}

/** The session of a member of staff. */
export const staffCookie = secretCookie('doorstep');

/** The half of a sign-in that has shown its password and owes a second factor. */
export const staffStepCookie = secretCookie('doorstep-step');

/** The way to the provider of the newsroom that this browser began. */
export const signOnCookie = secretCookie('doorstep-sign-on');

/** The session of a reader. */
export const readerCookie = secretCookie('doorstep-reader', 365);

/** The sign-in that a reader's browser asked for and waits to finish. */
export const askedCookie = secretCookie('doorstep-asked');

/** Which of this month's free stories a visitor has read who is not signed in. */
export const meterCookie = secretCookie('doorstep-stories', 32);
