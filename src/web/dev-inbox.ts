import { readFile } from 'node:fs/promises';
import { type Response, type Router, Router as createRouter } from 'express';
import PostalMime, { type Email } from 'postal-mime';
import { InboxMailPage } from '../../templates/pages/dev/inbox-mail-page.tsx';
import { InboxPage } from '../../templates/pages/dev/inbox-page.tsx';
import { type InboxEntry, inboxFile, listInbox } from '../delivery/built-in-inbox.ts';
import { textOf } from './form-body.ts';
import { clockMoment } from './moments.ts';
import { readSite } from './public/reader-site.ts';
import { sendPage } from './send-page.ts';
import type { WebSetting } from './web-setting.ts';
import { visitInEnglish } from './public/visit.ts';

const mostShown = 200;

const pathOf = (id: string, part = ''): string => `/dev/inbox/${id}${part}`;

/** Links of a mail open beside the inbox, never in the frame. */
const linksOutside = (html: string): string =>
  html.replace(/<head\b[^>]*>/i, (head) => `${head}<base target="_blank">`);

const senderOf = ({ from }: Email): string => [from?.name, from?.address].filter(Boolean).join(', ');

/** `/dev/inbox`: what the built-in inbox took, for people and (`/dev/inbox.json`) for tests. */
export function createDevInboxRouter(setting: WebSetting): Router {
  const { dataDir, publicUrl } = setting;
  const router = createRouter();

  const list = (query: unknown, limit: number): Promise<readonly InboxEntry[]> => {
    const asked = Number.parseInt(textOf(query, 'limit'), 10);
    return listInbox(dataDir, {
      to: textOf(query, 'to').trim() || undefined,
      limit: asked > 0 ? asked : limit,
    });
  };

  async function findMail(id: string): Promise<{ entry: InboxEntry; raw: Buffer } | null> {
    const file = inboxFile(dataDir, id);
    const entry = (await listInbox(dataDir)).find((each) => each.id === id);
    return file && entry ? { entry, raw: await readFile(file) } : null;
  }

  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/inbox.json', async (request, response) => {
    const entries = await list(request.query, mostShown);
    response.json({
      data: entries.map(({ id, to, subject, receivedAt }) => ({
        id,
        to,
        subject,
        receivedAt,
        rawUrl: pathOf(id, '/raw'),
      })),
    });
  });

  router.get('/inbox', async (request, response) => {
    const [{ site, publication }, entries] = await Promise.all([
      visitInEnglish(setting).then(readSite),
      list(request.query, mostShown),
    ]);
    const mails = entries.map(({ id, to, subject, receivedAt }) => ({
      href: pathOf(id),
      to,
      subject,
      received: clockMoment(new Date(receivedAt), publication),
    }));
    sendPage(response, InboxPage({ site, mails, to: textOf(request.query, 'to').trim() || undefined }));
  });

  router.get('/inbox/:id', async (request, response, next) => {
    const { id } = request.params;
    const found = await findMail(id);
    if (!found) return next();
    const [{ site, publication }, mail] = await Promise.all([
      visitInEnglish(setting).then(readSite),
      PostalMime.parse(found.raw),
    ]);
    sendPage(
      response,
      InboxMailPage({
        site,
        subject: found.entry.subject,
        from: senderOf(mail),
        to: found.entry.to,
        received: clockMoment(new Date(found.entry.receivedAt), publication),
        headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
        htmlHref: mail.html ? pathOf(id, '/html') : undefined,
        text: mail.text,
        rawHref: pathOf(id, '/raw'),
      }),
    );
  });

  /** The mail's own markup, in an origin of its own: it may style itself and show pictures, and nothing else. */
  function sendMarkup(response: Response, html: string): void {
    response.setHeader(
      'Content-Security-Policy',
      [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        `img-src 'self' ${publicUrl} https: data:`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        'sandbox allow-popups allow-popups-to-escape-sandbox',
      ].join('; '),
    );
    response.setHeader('X-Frame-Options', 'SAMEORIGIN');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.type('html').send(linksOutside(html));
  }

  router.get('/inbox/:id/html', async (request, response, next) => {
    const found = await findMail(request.params.id);
    const html = found && (await PostalMime.parse(found.raw)).html;
    if (!html) return next();
    sendMarkup(response, html);
  });

  router.get('/inbox/:id/raw', async (request, response, next) => {
    const found = await findMail(request.params.id);
    if (!found) return next();
    // As text, so that a browser shows it; the bytes are what the relay took.
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.send(found.raw);
  });

  return router;
}
