import { type Request, type Response, type Router, Router as createRouter } from 'express';
import {
  ImportPage,
  type ImportColumn,
  type ImportCount,
  UploadPage,
} from '../../../templates/pages/admin/import-readers-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { listTiers } from '../../membership/tiers.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { isSameSecret } from '../../platform/random-tokens.ts';
import { recordAct } from '../../staff/audit.ts';
import {
  type Import,
  type ImportCounts,
  chooseForImport,
  findImport,
  findMissing,
  listImports,
  problemRowsCsv,
  startCheck,
  startImport,
  undoImport,
} from '../../transfer/imports.ts';
import { uploadImport } from '../../transfer/upload-import.ts';
import type { Mapping, MappedPart } from '../../transfer/mapping.ts';
import { textOf, textsOf } from '../form-body.ts';
import { recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { bySlug } from './choice-options.ts';
import { readUpload } from './import-upload.ts';
import { may, sessionOf } from './staff-door.ts';

const path = '/admin/readers/import';

const stateWords: Readonly<Record<Import['state'], string>> = {
  uploaded: 'Not looked at yet',
  checking: 'Being checked',
  checked: 'Checked',
  running: 'Under way',
  done: 'Done',
  failed: 'Came to nothing',
  undone: 'Taken back',
};

const parts: ReadonlyArray<readonly [MappedPart, string]> = [
  ['email', 'Address'],
  ['name', 'Name'],
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['status', 'Status'],
  ['hasLeft', 'Has left'],
  ['joinedAt', 'Since when'],
  ['tags', 'Tags'],
  ['language', 'Language'],
  ['tier', 'Subscription'],
  ['isPaid', 'Pays'],
  ['comp', 'Was given it'],
  ['tierEndsAt', 'Until when'],
];

const countsOf = (counts: ImportCounts): ImportCount[] =>
  [
    { label: 'Rows', count: counts.rows, words: '' },
    { label: 'Subscribed', count: counts.subscribed, words: `${counts.fresh} of them new to us` },
    { label: 'Known', count: counts.known, words: 'have it already; nothing changes for them' },
    {
      label: 'Goodbyes',
      count: counts.goodbyes,
      words: 'left, bounced or complained there; kept as addresses that get no mail',
    },
    { label: 'Kept out', count: counts.keptOut, words: 'left here before, or are kept from mail' },
    { label: 'Repeated', count: counts.repeated, words: 'the address stands in the file before' },
    { label: 'Refused', count: counts.refused, words: 'no address, no consent, or erased here' },
    { label: 'Paid', count: counts.paid, words: 'come with their subscription and its last day' },
    { label: 'Given', count: counts.comp, words: 'come with a complimentary subscription' },
  ].filter(({ label, count }) => label === 'Rows' || label === 'Subscribed' || count > 0);

const columnsOf = (mapping: Mapping): ImportColumn[] =>
  parts.map(([part, label]) => ({ part, label, heading: mapping[part] ?? '' }));

function busyWords({ state, mergedLine, rowsTotal }: Import): string | undefined {
  if (state === 'checking') return 'The file is being read.';
  if (state !== 'running') return undefined;
  return mergedLine === 0 ? 'The file is being read.' : `${mergedLine} of ${rowsTotal} rows are in.`;
}

const stageOf = ({ state }: Import) => {
  if (state === 'checking' || state === 'running') return 'busy' as const;
  if (state === 'done' || state === 'undone') return state;
  return 'choose' as const;
};

function readMapping(body: unknown): Mapping {
  const chosen = parts.flatMap(([part]) => {
    const heading = textOf(body, part);
    return heading === '' ? [] : [[part, heading]];
  });
  return { email: '', ...Object.fromEntries(chosen), fields: {} };
}

/** Readers from elsewhere: a file, what it means, what would happen, what did. */
export function createImportReadersRouter(setting: WebSetting): Router {
  const { db, ring } = setting;
  const router = createRouter();
  router.use(may('manage readers'));

  const find = (request: Request): Promise<Import | null> => findImport(db, textOf(request.params, 'id'));
  const record = (response: Response, action: string, { publicId }: Import): Promise<void> =>
    recordAct(db, { actor: sessionOf(response).staff.name, action, object: `import ${publicId}` });

  async function sendUpload(response: Response, problems: readonly FieldProblem[] = []): Promise<void> {
    const [site, publication, earlier] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listImports(db, 20),
    ]);
    const page = UploadPage({
      site,
      problems,
      earlier: earlier.map((each) => ({
        id: each.publicId,
        fileName: each.fileName,
        state: stateWords[each.state],
        subscribed: each.state === 'done' ? (each.counts?.subscribed ?? null) : null,
        at: recordMoment(each.createdAt, publication),
      })),
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  async function sendImport(
    response: Response,
    found: Import,
    problems: readonly FieldProblem[] = [],
    notice?: string,
  ): Promise<void> {
    const [site, newsletters, tiers] = await Promise.all([
      readAdminSite(setting, response),
      listNewsletters(db),
      listTiers(db),
    ]);
    const { counts, state } = found;
    const hasRun = state === 'done' || state === 'undone';
    const page = ImportPage({
      site,
      id: found.publicId,
      fileName: found.fileName,
      source: found.source,
      stage: stageOf(found),
      busy: busyWords(found),
      failed: state === 'failed' ? (found.problem ?? 'for a reason nobody wrote down') : undefined,
      columns: columnsOf(found.mapping),
      headings: found.header,
      newsletters: bySlug(newsletters),
      chosen: found.newsletterSlugs,
      tiers: bySlug(tiers.filter(({ rank }) => rank > 0)),
      paidTier: found.paidTier ?? '',
      words: found.words,
      counts: counts && (hasRun || state === 'checked') ? countsOf(counts) : null,
      hasProblemRows: counts !== null && counts.refused + counts.repeated + counts.keptOut > 0,
      mayRun: state === 'checked' && counts !== null && counts.rows > 0,
      mayUndo: found.mayBeUndone,
      notice,
      problems,
    });
    // While somebody else works on it the page looks again by itself.
    if (busyWords(found) !== undefined) response.setHeader('Refresh', '2');
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/', (_request, response) => sendUpload(response));

  router.get('/:id', async (request, response, next) => {
    const found = await find(request);
    if (!found) return next();
    const notice = textOf(request.query, 'done') === 'undone' ? 'It is taken back.' : undefined;
    return sendImport(response, found, [], notice);
  });

  router.get('/:id/problems.csv', async (request, response, next) => {
    const found = await find(request);
    if (!found) return next();
    response.setHeader('Content-Disposition', 'attachment; filename="not-imported.csv"');
    response.type('text/csv; charset=utf-8');
    for await (const part of problemRowsCsv(db, found)) response.write(part);
    response.end();
  });

  router.post('/:id/check', async (request, response, next) => {
    const found = await find(request);
    if (!found) return next();
    const choices = {
      mapping: readMapping(request.body),
      newsletterSlugs: textsOf(request.body, 'newsletter'),
      paidTier: textOf(request.body, 'tier') || null,
      words: textOf(request.body, 'words').trim().slice(0, 500),
    };
    const missing = await findMissing(db, choices, found.header);
    if (missing)
      return sendImport(response, { ...found, ...choices }, [
        { field: missing.field, message: missing.message },
      ]);
    await chooseForImport(db, found, choices);
    if (await startCheck(db, found)) await ring('import');
    return response.redirect(303, `${path}/${found.publicId}`);
  });

  router.post('/:id/run', async (request, response, next) => {
    const found = await find(request);
    if (!found) return next();
    if (await startImport(db, found)) {
      await record(response, 'imported readers', found);
      await ring('import');
    }
    return response.redirect(303, `${path}/${found.publicId}`);
  });

  router.post('/:id/undo', async (request, response, next) => {
    const found = await find(request);
    if (!found) return next();
    const outcome = await undoImport(db, found.publicId);
    if (outcome.kind === 'undone') await record(response, 'took an import back', found);
    return response.redirect(303, `${path}/${found.publicId}?done=undone`);
  });

  /** The door has checked everything but the token: it comes with the file. */
  router.post('/', async (request, response) => {
    const { csrfToken, staff } = sessionOf(response);
    const file = await readUpload(request, (token) => isSameSecret(token, csrfToken));
    if (!file) return sendUpload(response, [{ field: 'file', message: 'Please choose a file' }]);
    const newsletters = await listNewsletters(db);
    const outcome = await uploadImport(db, {
      ...file,
      newsletters: newsletters.slice(0, 1).map(({ slug }) => slug),
      words: '',
      createdBy: staff.name,
    });
    if (outcome.kind === 'refused')
      return sendUpload(response, [{ field: 'file', message: outcome.message }]);
    return response.redirect(303, `${path}/${outcome.import.publicId}`);
  });
  return router;
}
