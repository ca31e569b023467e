import { type Router, Router as createRouter } from 'express';
import { DeliveryPage } from '../../../templates/pages/admin/delivery-page.tsx';
import { listReaderIds } from '../../audience/subscribers.ts';
import { listLiveSenders } from '../../delivery/live-senders.ts';
import { listRelays } from '../../delivery/relays.ts';
import { listDomainPaces } from '../../delivery/pacing.ts';
import { liftSuppressionById, listSuppressions } from '../../delivery/suppressions.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { mayRole } from '../../staff/roles.ts';
import { textOf } from '../form-body.ts';
import { takesConnections } from '../health.ts';
import { clockMoment, dayMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { createFeedbackRouter } from './feedback/feedback.ts';
import { createMailboxRouter } from './feedback/mailbox.ts';
import { createSourcesRouter } from './feedback/sources.ts';
import { cursorOf, idOf, pagingOf } from './paging.ts';
import { createPaceRouter } from './pace.ts';
import { createRelaysRouter } from './relays.ts';
import { createSenderDomainRouter } from './sender-domain.ts';
import { may, sessionOf } from './staff-door.ts';
import { suppressionWords } from './suppression-words.ts';

const pageSize = 50;

const paceNotices: Readonly<Record<string, { kind: 'good' | 'warn'; text: string }>> = {
  saved: { kind: 'good', text: 'Set: it counts for every send within five seconds.' },
  released: { kind: 'good', text: 'Ended: what waited for it is tried again when it is due.' },
  wrong: { kind: 'warn', text: 'Please write a provider or a domain, and a whole number or nothing.' },
};

/** Where mail leaves, who carries it, and which addresses get none. */
export function createDeliveryRouter(setting: WebSetting): Router {
  const { db, relay, hasInbox } = setting;
  const router = createRouter();

  router.use('/domain', createSenderDomainRouter(setting));
  router.use('/servers', createRelaysRouter(setting));
  router.use('/pace', createPaceRouter(setting));
  router.use('/feedback', createFeedbackRouter(setting));
  router.use('/sources/mailbox', createMailboxRouter(setting));
  router.use('/sources', createSourcesRouter(setting));

  router.get('/', may('read'), async (request, response) => {
    const search = textOf(request.query, 'search').trim();
    const before = cursorOf(request.query, 'before');
    const [site, publication, newsletters, isConnected, senders, found, servers, paces] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listNewsletters(db),
      takesConnections(setting.relay),
      listLiveSenders(db),
      listSuppressions(db, { search, before, limit: pageSize + 1 }),
      listRelays(db),
      listDomainPaces(db),
    ]);
    const lines = found.slice(0, pageSize);
    const readers = await listReaderIds(
      db,
      lines.map(({ addressKey }) => addressKey),
    );
    const readerPath = (addressKey: string): string | null => {
      const id = readers.get(addressKey);
      return id === undefined ? null : `/admin/readers/${id}`;
    };
    sendPage(
      response,
      DeliveryPage({
        site,
        relay: { name: `${relay.host}, port ${relay.port}`, isBuiltIn: hasInbox, isConnected },
        mayChange: mayRole(sessionOf(response).staff.role, 'settings'),
        mayLift: mayRole(sessionOf(response).staff.role, 'manage readers'),
        servers: servers.map((server) => ({
          ...server,
          failedAt: server.failedAt && clockMoment(server.failedAt, publication),
        })),
        paces: paces.map(({ key, perHour, heldUntil, heldBecause }) => ({
          provider: key,
          perHour,
          heldUntil: heldUntil && clockMoment(heldUntil, publication),
          heldBecause,
        })),
        paceNotice: paceNotices[textOf(request.query, 'pace')],
        senders: senders.map(({ host, startedAt, handingOver, brake }) => ({
          host,
          since: clockMoment(startedAt, publication),
          handingOver,
          brake,
        })),
        suppressions: lines.map((line) => ({
          id: line.id,
          address: line.addressKey,
          href: readerPath(line.addressKey),
          what: suppressionWords(line.scope, newsletters),
          reason: line.reason,
          since: dayMoment(line.createdAt, publication),
        })),
        search,
        paging: pagingOf(
          '/admin/delivery',
          { search },
          {
            isFirst: before === undefined,
            next: found.length > pageSize ? { before: String(lines.at(-1)?.id ?? '') } : null,
          },
        ),
      }),
    );
  });
  /** For addresses without a reader; a reader's page has the same act. */
  router.post('/lift', may('manage readers'), async (request, response) => {
    const actor = sessionOf(response).staff.name;
    const addressKey = textOf(request.body, 'address');
    await db.transaction().execute(async (tx) => {
      const id = idOf(request.body, 'suppression') ?? 0;
      const scope = await liftSuppressionById(tx, { addressKey, id, because: `${actor} said so` });
      if (scope !== null) await recordAct(tx, { actor, action: `lifted the suppression ${id} of ${scope}` });
    });
    response.redirect(303, '/admin/delivery#suppressions');
  });
  return router;
}
