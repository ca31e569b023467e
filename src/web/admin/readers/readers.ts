import { type Response, type Router, Router as createRouter } from 'express';
import { ReadersPage } from '../../../../templates/pages/admin/readers-page.tsx';
import { listRecentTags } from '../../../audience/attributes.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { type ReaderLine, type ReaderPage, readReaders, readersCsv } from '../../../segments/readers.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { bySlug } from '../choice-options.ts';
import { cursorOf, pagingOf } from '../paging.ts';
import { may, sessionOf } from '../staff-door.ts';
import { columnChoices, columnsOf } from './reader-columns.ts';
import {
  type ReaderChoices,
  type ReaderQuery,
  addressWith,
  compileQuery,
  filterTexts,
  queryTexts,
  readChoices,
  readQuery,
} from './reader-query.ts';

const pageSize = 50;
const path = '/admin/readers';

const nobody: ReaderPage = { lines: [], hasMore: false, count: { readers: 0, isMore: false } };

/** A table of readers; what it is narrowed to and what it shows stand in its address. */
export function createReadersRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const choicesOf = (choices: ReaderChoices, tags: readonly string[]) => ({
    newsletters: bySlug(choices.newsletters),
    tiers: bySlug(choices.tiers),
    segments: choices.segments.map(({ publicId, name }) => ({ value: publicId, text: name })),
    tags,
    columns: columnChoices(choices.fields),
  });

  const tableOf = (
    lines: readonly ReaderLine[],
    query: ReaderQuery,
    choices: ReaderChoices,
    at: Publication,
  ) => {
    const columns = columnsOf(choices.fields, query.columns);
    return {
      columns: columns.map(({ key, text }) => ({ key, text })),
      rows: lines.map((line) => ({
        id: line.publicId,
        address: line.address,
        cells: columns.map(({ cell }) => cell(line, at)),
      })),
    };
  };

  async function sendTable(response: Response, query: ReaderQuery, choices: ReaderChoices, raw: unknown) {
    const after = cursorOf(raw, 'after');
    const compiled = await compileQuery(db, query);
    const [site, publication, tags, found] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listRecentTags(db),
      compiled.kind === 'compiled' ? readReaders(db, compiled.where, { after, size: pageSize }) : nobody,
    ]);
    const texts = filterTexts(query);
    const page = ReadersPage({
      site,
      ...tableOf(found.lines, query, choices, publication),
      count: found.count,
      filter: { ...query.filter, segment: query.segment?.publicId ?? '' },
      choices: choicesOf(choices, tags),
      paging: pagingOf(path, queryTexts(query), {
        isFirst: after === undefined,
        next: found.hasMore ? { after: String(found.lines.at(-1)?.id ?? '') } : null,
      }),
      trouble:
        compiled.kind === 'compiled'
          ? null
          : {
              words: `${compiled.problems[0]?.message ?? 'A rule cannot be read'}: the segment picks nobody.`,
              href: `${path}/segments/${query.segment?.publicId ?? ''}`,
            },
      hidden: [site.csrf, ...Object.entries(texts).map(([name, value]) => ({ name, value }))],
      segmentHref: addressWith(`${path}/segments/new`, texts),
      exportHref: addressWith(`${path}/readers.csv`, texts),
      notice: textOf(raw, 'done') === 'erased' ? 'That reader is erased everywhere.' : undefined,
      mayManage: mayRole(sessionOf(response).staff.role, 'manage readers'),
    });
    sendPage(response, page);
  }

  router.get('/', may('read'), async (request, response) => {
    const choices = await readChoices(db);
    await sendTable(response, readQuery(request.query, choices), choices, request.query);
  });

  /** Whoever takes addresses out of the house stands in the trail. */
  router.get('/readers.csv', may('manage readers'), async (request, response) => {
    const choices = await readChoices(db);
    const compiled = await compileQuery(db, readQuery(request.query, choices));
    if (compiled.kind !== 'compiled') return response.redirect(303, path);
    await recordAct(db, { actor: sessionOf(response).staff.name, action: 'downloaded readers' });
    response.setHeader('Content-Disposition', 'attachment; filename="readers.csv"');
    response.setHeader('Cache-Control', 'no-store');
    response.type('text/csv; charset=utf-8');
    const fields = choices.fields.map(({ slug }) => slug);
    for await (const part of readersCsv(db, compiled.where, fields)) await write(response, part);
    response.end();
  });
  return router;
}

/** Waits for a slow line, so that a long list is never held in memory; a browser that has gone ends it. */
const write = (response: Response, part: string): Promise<void> =>
  new Promise((resolve, reject) => {
    response.write(part, (error) => (error ? reject(error) : resolve()));
  });
