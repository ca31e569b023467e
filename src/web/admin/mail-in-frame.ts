import type { Response } from 'express';

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

/** The mail as a program shows it that is dark, whatever the browser is. */
export const asAtNight = (html: string): string =>
  html.replaceAll(/@media\s*\(prefers-color-scheme:\s*dark\)/g, '@media all');
