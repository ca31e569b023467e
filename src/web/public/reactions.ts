import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { createLinkTargets } from '../../feedback/reactions/link-numbers.ts';
import { machineSign } from '../../feedback/reactions/machine-signs.ts';
import { type NamedDelivery, readClick, readOpen } from '../../feedback/reactions/reaction-links.ts';
import { type ReactionKind, hiddenLink } from '../../feedback/reactions/reaction.ts';
import { shortenedNetwork } from '../client-network.ts';
import { textOf } from '../form-body.ts';
import { securityHeaders } from '../security-headers.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readSite } from './reader-site.ts';
import { visitOf } from './visit.ts';

/** One transparent point. */
const emptyGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const mostProgram = 200;
const allowed = 'GET, HEAD, OPTIONS';

/** A click's answer is for one reader at one moment, and tells the next site nothing about our mail. */
const redirectHeaders = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
};

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/**
 * `/c/:token.number` and `/o/:token.gif`: the links in mails. Where a click leads is in our tables and nowhere else; no cookie is
 * set or read, and nothing waits for the count.
 */
export function createReactionRouter(setting: WebSetting): Router {
  const { db, keys, clock, publicUrl, reactions } = setting;
  const router = createRouter();
  const targets = createLinkTargets(db);
  const pageHeaders = securityHeaders(setting);

  function count(
    request: Request,
    kind: ReactionKind,
    { mailingId, deliveryId }: NamedDelivery,
    link: number,
  ) {
    const program = (request.headers['user-agent'] ?? '').slice(0, mostProgram);
    const purpose = String(request.headers['sec-purpose'] ?? request.headers['purpose'] ?? '');
    const reason = machineSign({ kind, method: request.method, address: request.ip ?? '', program, purpose });
    const network = shortenedNetwork(request);
    reactions.add({ at: clock(), kind, mailingId, deliveryId, link, reason, network, program });
  }

  /** The same for a forged, a broken and a forgotten link. */
  function sendUnknown(request: Request, response: Response): void {
    pageHeaders(request, response, () => {
      visitOf(setting, response)
        .then(async (visit) => ({ ...(await readSite(visit)), words: visit.words }))
        .then(
          ({ site, words: { badLink, frame } }) =>
            sendPage(
              response,
              MessagePage({
                site,
                title: badLink.nowhere,
                sentences: badLink.nowhereText,
                link: { href: '/', text: frame.toFront },
              }),
              404,
            ),
          () => response.status(503).type('text/plain').send('Please try again in a minute.\n'),
        );
    });
  }

  router.all('/c/:token', async (request, response) => {
    const click = readClick(keys, textOf(request.params, 'token'));
    const target =
      click && (click.link === hiddenLink ? publicUrl : await targets.find(click.mailingId, click.link));
    if (!click || !target) return sendUnknown(request, response);
    count(request, 'click', click, click.link);
    if (!isRead(request)) {
      const status = request.method === 'OPTIONS' ? 204 : 405;
      return response.writeHead(status, { Allow: allowed, 'Cache-Control': 'no-store' }).end();
    }
    return response.writeHead(302, { ...redirectHeaders, Location: target }).end();
  });

  router.all('/o/:token.gif', (request, response) => {
    const open = readOpen(keys, textOf(request.params, 'token'));
    if (open) count(request, 'open', open, hiddenLink);
    // A picture in any case: it tells nobody whether the token was one.
    response.writeHead(200, {
      'Content-Type': 'image/gif',
      'Content-Length': emptyGif.length,
      ...redirectHeaders,
    });
    response.end(isRead(request) ? emptyGif : undefined);
  });
  return router;
}
