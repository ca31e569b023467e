import { type Router, Router as createRouter } from 'express';
import { TrailPage } from '../../../templates/pages/admin/trail-page.tsx';
import { readPublication } from '../../newsletters/publication.ts';
import { listActs } from '../../staff/audit.ts';
import { recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { detailsWords } from './details-words.ts';
import { cursorOf, pagingOf } from './paging.ts';

const pageSize = 100;

const places: Readonly<Record<string, string>> = {
  edition: '/admin/editions',
  article: '/admin/stories',
  draft: '/admin/stories/drafts',
  subscriber: '/admin/readers',
  newsletter: '/admin/newsletters',
};

/** Where an object of the trail, such as `article last-ferry`, lives. */
function placeOf(object: string | null | undefined): string | null {
  const [kind = '', id] = (object ?? '').split(' ');
  const place = places[kind];
  return place !== undefined && id !== undefined ? `${place}/${encodeURIComponent(id)}` : null;
}

/** The audit trail as a whole. */
export function createTrailRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', async (request, response) => {
    const before = cursorOf(request.query, 'before');
    const [site, publication, found] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listActs(db, { before, limit: pageSize + 1 }),
    ]);
    const lines = found.slice(0, pageSize);
    const rows = lines.map(({ id, actor, action, object, details, at }) => ({
      id,
      actor,
      action,
      object: object ?? null,
      href: placeOf(object),
      details: detailsWords(details),
      at: recordMoment(at, publication),
    }));
    const paging = pagingOf(
      '/admin/settings/trail',
      {},
      {
        isFirst: before === undefined,
        next: found.length > pageSize ? { before: String(lines.at(-1)?.id ?? '') } : null,
      },
    );
    sendPage(response, TrailPage({ site, rows, paging }));
  });
  return router;
}
