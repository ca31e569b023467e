import type { Response } from 'express';
import { textOf } from '../form-body.ts';

/**
 * A mail needs its inline styles, which no page of ours may have: so it gets a policy of its own, runs nothing, belongs to
 * no origin, and may be framed by us alone. Its links may open in a tab.
 */
export function allowMailInFrame(
  response: Response,
  publicUrl: string,
  {
    hasPictures = true,
  }: { /** False: as in a mail program that loads none. */ readonly hasPictures?: boolean } = {},
): void {
  response.removeHeader('X-Frame-Options');
  response.setHeader(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      hasPictures ? `img-src 'self' ${new URL(publicUrl).origin} data: https:` : "img-src 'none'",
      "frame-ancestors 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      'sandbox allow-popups allow-popups-to-escape-sandbox',
    ].join('; '),
  );
}

/** How a mail is looked at, as the query of an address says it. */
export type MailLight = { readonly atNight: boolean; readonly withoutPictures: boolean };

export const readMailLight = (query: unknown): MailLight => ({
  atNight: textOf(query, 'night') !== '',
  withoutPictures: textOf(query, 'pictures') === 'no',
});

/** The same as the end of a query: empty by day and with pictures. */
export const mailLightQuery = ({ atNight, withoutPictures }: MailLight): string =>
  new URLSearchParams({
    ...(atNight && { night: 'yes' }),
    ...(withoutPictures && { pictures: 'no' }),
  }).toString();

/** The mail as a program shows it that is dark, whatever the browser is. */
const asAtNight = (html: string): string =>
  html.replaceAll(/@media\s*\(prefers-color-scheme:\s*dark\)/g, '@media all');

/** Answers with a mail for a frame of ours. */
export function sendMailInFrame(
  response: Response,
  publicUrl: string,
  html: string,
  { atNight, withoutPictures }: MailLight,
): void {
  allowMailInFrame(response, publicUrl, { hasPictures: !withoutPictures });
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(atNight ? asAtNight(html) : html);
}
