import { type Response, type Router, Router as createRouter } from 'express';
import {
  BulkChoosePage,
  type BulkDraft,
  type BulkLine,
  BulkListPage,
  BulkPage,
  BulkReviewPage,
} from '../../../../templates/pages/admin/bulk-pages.tsx';
import { counted } from '../../../../templates/pages/admin/parts.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { listRecentTags } from '../../../audience/attributes.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import type { Fragment } from '../../../platform/db.ts';
import {
  type BulkAct,
  type BulkAction,
  findBulkAction,
  hasPublicId,
  listBulkActions,
  mostAtOnce,
  runBulk,
  undoBulk,
} from '../../../segments/bulk.ts';
import { countReaders } from '../../../segments/readers.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { bySlug } from '../choice-options.ts';
import { idOf } from '../paging.ts';
import { may, sessionOf } from '../staff-door.ts';
import { choiceFields, readBulkAct, readBulkDraft } from './bulk-form.ts';
import { bulkButton, bulkDone, bulkExceptions } from './bulk-words.ts';
import {
  type ReaderChoices,
  type ReaderQuery,
  compileQuery,
  filterTexts,
  hasUnknown,
  readChoices,
  readQuery,
} from './reader-query.ts';

const path = '/admin/readers/bulk';

const notices: Readonly<Record<string, string>> = {
  done: 'It is done.',
  undone: 'It is taken back.',
  late: 'It was taken back before, or is older than seven days: it stays as it is.',
  nobody: 'Nobody needed it: all of them are as they should be, or have chosen otherwise.',
};

/** What a form is about: the filter of the table, the ticked readers, what was chosen. */
type Order = {
  readonly body: unknown;
  readonly choices: ReaderChoices;
  readonly query: ReaderQuery;
  readonly draft: BulkDraft;
  /** Null: what the table was narrowed to is gone, and “all that match” would be others. */
  readonly all: Fragment | null;
};

const lineOf = (action: BulkAction, publication: Publication): BulkLine => ({
  id: action.publicId,
  words: bulkDone(action.act, action.readers, publication),
  by: action.createdBy,
  at: recordMoment(action.createdAt, publication),
  undone:
    action.undoneAt === null
      ? null
      : `By ${action.undoneBy} for ${counted(action.readersUndone ?? 0, 'reader', 'en')}`,
});

/** Acts on many readers: chosen, looked at, done, taken back. */
export function createBulkRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();
  router.use(may('manage readers'));

  async function readOrder(body: unknown): Promise<Order> {
    const choices = await readChoices(db);
    const query = readQuery(body, choices);
    const compiled = await compileQuery(db, query);
    const isWhole = compiled.kind === 'compiled' && !hasUnknown(body, query);
    return { body, choices, query, draft: readBulkDraft(body), all: isWhole ? compiled.where : null };
  }

  const hiddenOf = (csrf: { readonly name: string; readonly value: string }, { query, draft }: Order) => [
    csrf,
    ...Object.entries(filterTexts(query)).map(([name, value]) => ({ name, value })),
    ...draft.ticked.map((value) => ({ name: 'reader', value })),
  ];

  async function sendChoose(response: Response, order: Order, problems: readonly FieldProblem[] = []) {
    const { draft, choices, all } = order;
    const [site, tags, count] = await Promise.all([
      readAdminSite(setting, response),
      listRecentTags(db),
      all === null ? null : countReaders(db, all, mostAtOnce),
    ]);
    const which = draft.which === '' && draft.ticked.length > 0 ? 'ticked' : draft.which;
    const page = BulkChoosePage({
      site,
      hidden: hiddenOf(site.csrf, order),
      draft: { ...draft, which },
      matching: count === null || count.isMore ? null : count.readers,
      most: mostAtOnce,
      newsletters: bySlug(choices.newsletters),
      tiers: bySlug(choices.tiers.filter(({ rank }) => rank > 0)),
      tags,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  /** The readers an order is for; null when it does not say, or cannot any more. */
  function whereOf({ draft, all }: Order): Fragment | null {
    if (draft.which === 'all') return all;
    return draft.which === 'ticked' && draft.ticked.length > 0 ? hasPublicId(draft.ticked) : null;
  }

  type Read = { readonly act: BulkAct; readonly where: Fragment; readonly publication: Publication };

  async function read(order: Order): Promise<Read | readonly FieldProblem[]> {
    const publication = await readPublication(db);
    const today = { now: clock(), timeZone: publication.timeZone };
    const result = readBulkAct(order.draft, order.choices, today);
    const where = whereOf(order);
    if ('act' in result && where !== null) return { act: result.act, where, publication };
    return [
      ...(where === null ? [{ field: 'which', message: 'Please choose for whom' }] : []),
      ...('problem' in result ? [result.problem] : []),
    ];
  }

  async function sendReview(
    response: Response,
    order: Order,
    { act, where, publication }: Read,
    isAgain = false,
  ) {
    const { readers, isMore } = await countReaders(db, where, mostAtOnce);
    if (isMore || readers === 0)
      return sendChoose(response, order, [
        { field: 'which', message: readers === 0 ? 'Nobody is left of them' : 'These are too many at once' },
      ]);
    const site = await readAdminSite(setting, response);
    const page = BulkReviewPage({
      site,
      hidden: [
        ...hiddenOf(site.csrf, order),
        ...choiceFields(order.draft),
        { name: 'expected', value: String(readers) },
      ],
      button: bulkButton(act, readers, publication),
      exceptions: bulkExceptions(act),
      notice: isAgain ? 'By now it is another number of readers. Nothing was done yet.' : undefined,
    });
    sendPage(response, page, isAgain ? 409 : 200);
  }

  router.post('/choose', async (request, response) => sendChoose(response, await readOrder(request.body)));

  router.post('/review', async (request, response) => {
    const order = await readOrder(request.body);
    const result = await read(order);
    return 'act' in result ? sendReview(response, order, result) : sendChoose(response, order, result);
  });

  router.post('/', async (request, response) => {
    const order = await readOrder(request.body);
    const result = await read(order);
    if (!('act' in result)) return sendChoose(response, order, result);
    const outcome = await runBulk(db, {
      act: result.act,
      where: result.where,
      expected: idOf(request.body, 'expected') ?? -1,
      by: sessionOf(response).staff.name,
    });
    switch (outcome.kind) {
      case 'done':
        return response.redirect(303, `${path}/${outcome.publicId}?done=done`);
      case 'nobody':
        return response.redirect(303, `${path}?done=nobody`);
      case 'other-number':
      case 'too-many':
        return sendReview(response, order, result, true);
    }
  });

  router.get('/', async (request, response) => {
    const [site, publication, actions] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listBulkActions(db, 100),
    ]);
    const lines = actions.map((action) => lineOf(action, publication));
    sendPage(response, BulkListPage({ site, lines, notice: notices[textOf(request.query, 'done')] }));
  });

  router.get('/:id', async (request, response, next) => {
    const action = await findBulkAction(db, textOf(request.params, 'id'));
    if (!action) return next();
    const [site, publication] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const notice = notices[textOf(request.query, 'done')];
    return sendPage(
      response,
      BulkPage({ site, line: lineOf(action, publication), mayUndo: action.mayBeUndone, notice }),
    );
  });

  router.post('/:id/undo', async (request, response, next) => {
    const id = textOf(request.params, 'id');
    const outcome = await undoBulk(db, id, sessionOf(response).staff.name);
    if (outcome.kind === 'unknown') return next();
    return response.redirect(303, `${path}/${id}?done=${outcome.kind === 'undone' ? 'undone' : 'late'}`);
  });
  return router;
}
