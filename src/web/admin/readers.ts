import { type Router, Router as createRouter } from 'express';
import { ReadersPage } from '../../../templates/pages/admin/readers-page.tsx';
import { listSubscribers } from '../../audience/subscribers.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { mayRole } from '../../staff/roles.ts';
import { textOf } from '../form-body.ts';
import { dayMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { bySlug } from './choice-options.ts';
import { cursorOf, pagingOf } from './paging.ts';
import { may, sessionOf } from './staff-door.ts';

const pageSize = 50;
const states = ['pending', 'active', 'paused', 'ended'];

/** All readers; what the list is narrowed to stands in its address. */
export function createReadersRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (request, response) => {
    const [site, publication, newsletters] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listNewsletters(db),
    ]);
    const newsletter = newsletters.find(({ slug }) => slug === textOf(request.query, 'newsletter'));
    const state = states.find((each) => each === textOf(request.query, 'state'));
    const search = textOf(request.query, 'search').trim();
    const after = cursorOf(request.query, 'after');
    const found = await listSubscribers(db, {
      search,
      newsletterId: newsletter?.id,
      state,
      after,
      limit: pageSize + 1,
    });
    const lines = found.slice(0, pageSize);
    const filter = { search, newsletter: newsletter?.slug ?? '', state: state ?? '' };
    sendPage(
      response,
      ReadersPage({
        site,
        notice: textOf(request.query, 'done') === 'erased' ? 'That reader is erased everywhere.' : undefined,
        mayManage: mayRole(sessionOf(response).staff.role, 'manage readers'),
        rows: lines.map((line) => ({
          id: line.publicId,
          address: line.address,
          name: line.name,
          subscriptions: line.subscriptions,
          joinedAt: dayMoment(line.createdAt, publication),
        })),
        newsletters: bySlug(newsletters),
        filter,
        paging: pagingOf('/admin/readers', filter, {
          isFirst: after === undefined,
          next: found.length > pageSize ? { after: String(lines.at(-1)?.id ?? '') } : null,
        }),
      }),
    );
  });
  return router;
}
