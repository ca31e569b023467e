import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Router, Router as createRouter } from 'express';
import { TrailPage } from '../../../templates/pages/admin/trail-page.tsx';
import { readPublication } from '../../newsletters/publication.ts';
import { addDays } from '../../platform/wall-time.ts';
import { type ActFilter, listActKinds, listActors, listActs, recordAct } from '../../staff/audit.ts';
import { trailCsv } from '../../staff/trail-csv.ts';
import { textOf } from '../form-body.ts';
import { recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { detailsWords } from './details-words.ts';
import { endOfDay } from './last-day.ts';
import { cursorOf, pagingOf } from './paging.ts';
import { sessionOf } from './staff-door.ts';

const pageSize = 100;

const places: Readonly<Record<string, string>> = {
  edition: '/admin/editions',
  article: '/admin/stories',
  draft: '/admin/stories/drafts',
  subscriber: '/admin/readers',
  newsletter: '/admin/newsletters',
  staff: '/admin/settings/staff',
  webhook: '/admin/settings/webhooks',
};

/** Where an object of the trail, such as `article last-ferry`, lives. */
function placeOf(object: string | null | undefined): string | null {
  const [kind = '', id] = (object ?? '').split(' ');
  const place = places[kind];
  return place !== undefined && id !== undefined ? `${place}/${encodeURIComponent(id)}` : null;
}

/** The words for a kind where its own name would not be understood. */
const kindWords: Readonly<Record<string, string>> = {
  none: 'Sign-ins and settings',
  article: 'Stories',
  bulk: 'Acts on many readers',
  subscriber: 'Readers',
  staff: 'Staff',
  key: 'API keys',
  run: 'Automatic editions',
};

const wordsOfKind = (kind: string): string =>
  kindWords[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}s`;

/** The midnight that begins a day; null for a day that is none. */
function startOfDay(day: string, timeZone: string): Date | null {
  if (endOfDay(day, timeZone) === null) return null;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const before = addDays({ year, month, day: date }, -1);
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  return endOfDay(`${before.year}-${twoDigits(before.month)}-${twoDigits(before.day)}`, timeZone);
}

/** What the form of the page narrows it to; days are whole days of the newsroom. */
function readFilter(query: unknown, timeZone: string): { shown: Record<string, string>; filter: ActFilter } {
  const shown = {
    who: textOf(query, 'who').slice(0, 200),
    kind: textOf(query, 'kind').slice(0, 40),
    from: textOf(query, 'from').slice(0, 10),
    to: textOf(query, 'to').slice(0, 10),
  };
  const filter = {
    who: shown.who || undefined,
    kind: shown.kind || undefined,
    from: startOfDay(shown.from, timeZone) ?? undefined,
    to: endOfDay(shown.to, timeZone) ?? undefined,
  };
  return { shown, filter };
}

/** The audit trail as a whole. */
export function createTrailRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', async (request, response) => {
    const publication = await readPublication(db);
    const before = cursorOf(request.query, 'before');
    const { shown, filter } = readFilter(request.query, publication.timeZone);
    const [site, found, actors, kinds] = await Promise.all([
      readAdminSite(setting, response),
      listActs(db, { ...filter, before, limit: pageSize + 1 }),
      listActors(db),
      listActKinds(db),
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
    const paging = pagingOf('/admin/settings/trail', shown, {
      isFirst: before === undefined,
      next: found.length > pageSize ? { before: String(lines.at(-1)?.id ?? '') } : null,
    });
    const { first: csv } = pagingOf('/admin/settings/trail/trail.csv', shown, { isFirst: false, next: null });
    const page = TrailPage({
      site,
      rows,
      paging,
      filter: {
        who: shown['who'] ?? '',
        kind: shown['kind'] ?? '',
        from: shown['from'] ?? '',
        to: shown['to'] ?? '',
      },
      actors,
      kinds: ['none', ...kinds].map((kind) => ({ value: kind, text: wordsOfKind(kind) })),
      csv: csv ?? '',
    });
    sendPage(response, page);
  });

  router.get('/trail.csv', async (request, response) => {
    const publication = await readPublication(db);
    const { shown, filter } = readFilter(request.query, publication.timeZone);
    const narrowed = Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== ''));
    const actor = sessionOf(response).staff.name;
    await recordAct(db, { actor, action: 'downloaded the audit trail', details: narrowed });
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Disposition', 'attachment; filename="trail.csv"');
    response.type('text/csv');
    await pipeline(Readable.from(trailCsv(db, filter)), response);
  });
  return router;
}
