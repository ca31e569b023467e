import { type Response, type Router, Router as createRouter } from 'express';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { AdminSite } from '../../../../templates/pages/admin/admin-frame.tsx';
import { ProgressActs, ProgressFigures } from '../../../../templates/pages/admin/editions/progress-panel.tsx';
import {
  type ProgressView,
  shareDone,
  stateLine,
  titleOf,
} from '../../../../templates/pages/admin/editions/progress-view.ts';
import { findEdition } from '../../../editions/editions.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { mayRole } from '../../../staff/roles.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionPath, idOf } from './edition-path.ts';
import { readProgressView, startedWords } from './progress-view.ts';
import { createProgressWatch } from './progress-watch.ts';

const heartbeatMs = 15_000;
/** A person's browsers may hold so many of these open. */
const mostAtOnce = 20;
/** Then the browser connects again and is asked for its session again. */
const longestMs = 30 * 60_000;

const isOver = ({ stage, attempting }: ProgressView): boolean =>
  stage === 'finished' || (stage === 'stopped' && attempting === 0);

/** One server-sent event: its data is JSON, which holds no line end. */
const event = (id: number, name: string, data: unknown): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

type Around = {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  readonly started: string;
  readonly maySend: boolean;
};

/** What the page puts in the place of what it shows. */
const progressData = (view: ProgressView, { site, path, subject, started, maySend }: Around) => ({
  started,
  stage: view.stage,
  share: shareDone(view),
  title: `${titleOf(view, subject)} · ${site.title}`,
  line: stateLine(view, site.language),
  figures: renderToString(h(ProgressFigures, { view, language: site.language })),
  acts: renderToString(h(ProgressActs, { view, path, csrf: site.csrf, language: site.language, maySend })),
});

function beginStream(response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // Proxies of the nginx kind would collect events otherwise.
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 3000\n\n');
}

/** The live progress of a send: an event a second while it changes, a heartbeat otherwise, the end when it is over. */
export function createProgressEventsRouter(setting: WebSetting): Router {
  const { db, log } = setting;
  const router = createRouter();
  const open = new Map<number, number>();
  const watch = createProgressWatch(
    async (publicId) => readProgressView(setting, publicId, await readPublication(db)),
    (error) => log.error({ err: error }, 'the progress of an edition could not be read'),
  );

  router.get('/:id/progress/events', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const { staff } = sessionOf(response);
    const count = open.get(staff.id) ?? 0;
    if (count >= mostAtOnce) {
      response
        .status(429)
        .setHeader('Retry-After', '60')
        .type('text/plain')
        .send('Too many open progress pages.\n');
      return;
    }
    const [site, publication] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const path = editionPath(edition.publicId);
    const maySend = mayRole(staff.role, 'send');
    open.set(staff.id, count + 1);
    beginStream(response);
    let number = 0;
    let last = '';
    const send = (name: string, data: unknown): void => {
      number += 1;
      response.write(event(number, name, data));
    };
    const leave = watch.listen(edition.publicId, (view) => {
      if (!view) {
        send('over', { next: path });
        response.end();
        return;
      }
      const started = startedWords(edition, setting.clock(), publication);
      const data = progressData(view, { subject: edition.subject, started, path, site, maySend });
      const text = JSON.stringify(data);
      if (text !== last) send('progress', data);
      last = text;
      if (isOver(view)) {
        send('over', {});
        response.end();
      }
    });
    const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
    const longest = setTimeout(() => response.end(), longestMs);
    response.on('close', () => {
      leave();
      clearInterval(heartbeat);
      clearTimeout(longest);
      open.set(staff.id, (open.get(staff.id) ?? 1) - 1);
    });
  });
  return router;
}
