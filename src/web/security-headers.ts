import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { WebSetting } from './web-setting.ts';

/**
 * Headers of every answer (ASVS 3.4): no script or style but our own files, no framing, nothing sniffed. A route that
 * needs another policy, such as the preview of a mail, sets its own header after this.
 */
export function securityHeaders({ publicUrl }: Pick<WebSetting, 'publicUrl'>): RequestHandler {
  const isHttps = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'https:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-src': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
      },
    },
    strictTransportSecurity: isHttps && { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
    // Pictures are shown in mails and on other sites.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}

/** Lets the paper's own sites show this one page in a frame; every other page stays unframeable. */
export function letBeFramedBy(response: Response, origins: readonly string[]): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  const ancestors = ["'self'", ...origins].join(' ');
  response.setHeader(
    'Content-Security-Policy',
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${ancestors}`),
  );
  response.removeHeader('X-Frame-Options');
}
