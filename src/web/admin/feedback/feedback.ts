import { type Router, Router as createRouter } from 'express';
import { FeedbackEventPage } from '../../../../templates/pages/admin/feedback/feedback-event-page.tsx';
import { FeedbackPage, type FeedbackRow } from '../../../../templates/pages/admin/feedback/feedback-page.tsx';
import { listReaderIds } from '../../../audience/subscribers.ts';
import type { FeedbackKind } from '../../../feedback/intake/feedback-event.ts';
import { readEvidence } from '../../../feedback/intake/evidence.ts';
import {
  type FeedbackLine,
  countUnreadReports,
  findFeedback,
  listFeedback,
} from '../../../feedback/intake/list-feedback.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { cursorOf, idOf, pagingOf } from '../paging.ts';
import { may, sessionOf } from '../staff-door.ts';
import { classWords, effectNames, kindNames, sourceNames } from './feedback-words.ts';

const pageSize = 50;

const isKind = (text: string): text is FeedbackKind => Object.hasOwn(kindNames, text);

const rowOf = (
  line: FeedbackLine,
  readers: ReadonlyMap<string, string>,
  publication: Publication,
): FeedbackRow => {
  const reader = line.addressKey === null ? undefined : readers.get(line.addressKey);
  return {
    id: line.id,
    kind: kindNames[line.kind],
    address: line.addressKey,
    href: reader === undefined ? null : `/admin/readers/${reader}`,
    reason: line.class === null ? (line.diagnostic ?? '') : classWords[line.class],
    isHard: line.isHard,
    effect: effectNames[line.effect],
    source: sourceNames[line.source],
    at: recordMoment(line.happenedAt, publication),
  };
};

/** What came back, and what it led to. */
export function createFeedbackRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use(may('read'));

  router.get('/', async (request, response) => {
    const asked = textOf(request.query, 'kind');
    const kind = isKind(asked) ? asked : undefined;
    const before = cursorOf(request.query, 'before');
    const [site, publication, found, unread] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listFeedback(db, { kind, before, limit: pageSize + 1 }),
      countUnreadReports(db),
    ]);
    const lines = found.slice(0, pageSize);
    const readers = await listReaderIds(
      db,
      lines.flatMap(({ addressKey }) => addressKey ?? []),
    );
    const next = found.length > pageSize ? { before: String(lines.at(-1)?.id ?? '') } : null;
    const page = FeedbackPage({
      site,
      kind: kind ?? '',
      kinds: Object.entries(kindNames).map(([value, text]) => ({ value, text })),
      unread,
      rows: lines.map((line) => rowOf(line, readers, publication)),
      paging: pagingOf(
        '/admin/delivery/feedback',
        { kind: kind ?? '' },
        { isFirst: before === undefined, next },
      ),
    });
    sendPage(response, page);
  });

  router.get('/:id', async (request, response, next) => {
    const line = await findFeedback(db, idOf(request.params, 'id') ?? 0);
    if (!line) return next();
    const [site, publication, readers, evidence] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listReaderIds(db, line.addressKey === null ? [] : [line.addressKey]),
      // A returned mail carries the links of its reader.
      line.evidenceId !== null && mayRole(sessionOf(response).staff.role, 'manage readers')
        ? readEvidence(db, keys, line.evidenceId)
        : null,
    ]);
    const page = FeedbackEventPage({
      site,
      row: rowOf(line, readers, publication),
      status: line.status,
      said: line.diagnostic ?? '',
      foundBy: line.foundBy,
      evidence,
    });
    return sendPage(response, page);
  });
  return router;
}
