import type { Response } from 'express';

/**
 * A mail needs its inline styles, which no page of ours may have: so it gets a policy of its own, runs nothing, belongs to
 * no origin, and may be framed by us alone. Its links may open in a tab.
 */
export function allowMailInFrame(response: Response, publicUrl: string): void {
  response.removeHeader('X-Frame-Options');
  response.setHeader(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      `img-src 'self' ${new URL(publicUrl).origin} data: https:`,
      "frame-ancestors 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      'sandbox allow-popups allow-popups-to-escape-sandbox',
    ].join('; '),
  );
}
