import { type Response, type Router, Router as createRouter } from 'express';
import { SegmentPage } from '../../../../templates/pages/admin/segment-page.tsx';
import { SegmentsPage } from '../../../../templates/pages/admin/segments-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { readPublication } from '../../../newsletters/publication.ts';
import type { Fragment } from '../../../platform/db.ts';
import { readCatalog } from '../../../segments/catalog.ts';
import { compileRules } from '../../../segments/compile-rules.ts';
import { readReaders, rulesOfFilter } from '../../../segments/readers.ts';
import { type RuleProblem, parseRules } from '../../../segments/rules.ts';
import {
  type SaveSegmentOutcome,
  type Segment,
  deleteSegment,
  findSegment,
  listSegments,
  saveSegment,
} from '../../../segments/segments.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { columnsOf, usualColumns } from '../readers/reader-columns.ts';
import { readChoices, readQuery } from '../readers/reader-query.ts';
import { may, sessionOf } from '../staff-door.ts';
import { readMailingOptions } from './mailing-options.ts';
import { listRuleKinds } from './rule-words.ts';
import {
  type DraftGroup,
  applyAct,
  draftOfRules,
  problemsOfDraft,
  readDraft,
  rulesOfDraft,
  viewDraft,
} from './rules-draft.ts';

const path = '/admin/readers/segments';
const shown = 10;

const notices: Readonly<Record<string, string>> = {
  saved: 'The segment is saved.',
  deleted: 'The segment is deleted; its readers stay as they are.',
};

type Sheet = {
  readonly segment: Segment | null;
  readonly name: string;
  readonly draft: DraftGroup;
  readonly notice?: string | undefined;
  /** Problems of the name. */
  readonly problems?: readonly FieldProblem[];
  /** Complaints about the rules are shown: not while somebody is still adding some. */
  readonly isStrict?: boolean;
};

const nameProblems: Readonly<Record<'bad-name' | 'taken', FieldProblem>> = {
  'bad-name': { field: 'name', message: 'Please give a name of at most 80 characters' },
  taken: { field: 'name', message: 'Another segment has this name' },
};

/** Segments: listed, written with plain forms, counted, forgotten. */
export function createSegmentsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const readKinds = async () => {
    const [choices, mailings] = await Promise.all([readChoices(db), readMailingOptions(db)]);
    return { choices, kinds: listRuleKinds({ ...choices, mailings }) };
  };

  async function pick(
    draft: DraftGroup,
  ): Promise<{ where: Fragment } | { problems: readonly RuleProblem[] }> {
    const read = parseRules(rulesOfDraft(draft));
    if (read.kind === 'ill-formed') return read;
    const compiled = compileRules(read.rules, await readCatalog(db));
    return compiled.kind === 'ill-formed' ? compiled : { where: compiled.where };
  }

  async function readFound(where: Fragment) {
    const columns = columnsOf([], usualColumns);
    const [publication, { lines, count }] = await Promise.all([
      readPublication(db),
      readReaders(db, where, { size: shown }),
    ]);
    return {
      count,
      columns: columns.map(({ key, text }) => ({ key, text })),
      rows: lines.map((line) => ({
        id: line.publicId,
        address: line.address,
        cells: columns.map(({ cell }) => cell(line, publication)),
      })),
    };
  }

  async function sendSheet(response: Response, { segment, draft, ...sheet }: Sheet): Promise<void> {
    const [site, { kinds }, picked] = await Promise.all([
      readAdminSite(setting, response),
      readKinds(),
      pick(draft),
    ]);
    const complaints = 'problems' in picked && sheet.isStrict ? picked.problems : [];
    const problems = [...(sheet.problems ?? []), ...problemsOfDraft(complaints)];
    const page = SegmentPage({
      site,
      id: segment?.publicId ?? null,
      name: sheet.name,
      group: viewDraft(draft, { kinds, problems: complaints }),
      kinds: kinds.map(({ key, about }) => ({ value: key, text: about })),
      found: 'where' in picked ? await readFound(picked.where) : null,
      mayManage: mayRole(sessionOf(response).staff.role, 'manage readers'),
      notice: sheet.notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 && sheet.notice === undefined ? 422 : 200);
  }

  async function save(response: Response, segment: Segment | null, name: string, draft: DraftGroup) {
    const by = sessionOf(response).staff.name;
    const form = { name, rules: rulesOfDraft(draft) };
    return db.transaction().execute(async (tx): Promise<SaveSegmentOutcome> => {
      const outcome = await saveSegment(tx, segment?.publicId ?? null, form, by);
      if (outcome.kind === 'saved')
        await recordAct(tx, {
          actor: by,
          action: segment ? 'changed a segment' : 'made a segment',
          object: `segment ${outcome.publicId}`,
          details: { name },
        });
      return outcome;
    });
  }

  /** Every button of the sheet: all but “save” only bring the page back. */
  async function answerSheet(response: Response, body: unknown, segment: Segment | null): Promise<void> {
    const act = textOf(body, 'act');
    const name = textOf(body, 'name');
    const draft = readDraft(body);
    if (act !== 'save') {
      const { kinds } = await readKinds();
      const kindAt = (at: string) => kinds.find(({ key }) => key === textOf(body, `new-${at}`));
      const changed = applyAct(draft, act, kindAt);
      return sendSheet(response, { segment, name, draft: changed, isStrict: act === 'show' });
    }
    const outcome = await save(response, segment, name, draft);
    switch (outcome.kind) {
      case 'saved':
        return response.redirect(303, `${path}/${outcome.publicId}?done=saved`);
      case 'unknown':
        return response.redirect(303, path);
      case 'ill-formed':
        return sendSheet(response, { segment, name, draft, isStrict: true });
      case 'bad-name':
      case 'taken':
        return sendSheet(response, {
          segment,
          name,
          draft,
          isStrict: true,
          problems: [nameProblems[outcome.kind]],
        });
    }
  }

  router.get('/', may('read'), async (request, response) => {
    const [site, publication, segments] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listSegments(db),
    ]);
    const rows = segments.map(({ publicId, name, changedBy, changedAt }) => ({
      id: publicId,
      name,
      changedBy,
      changedAt: recordMoment(changedAt, publication),
    }));
    const mayManage = mayRole(sessionOf(response).staff.role, 'manage readers');
    const notice = notices[textOf(request.query, 'done')];
    sendPage(response, SegmentsPage({ site, segments: rows, mayManage, notice }));
  });

  /** What a table was narrowed to is where a new segment begins. */
  router.get('/new', may('manage readers'), async (request, response) => {
    const { filter, segment } = readQuery(request.query, await readChoices(db));
    const draft = draftOfRules(rulesOfFilter(filter, segment?.rules ?? null));
    await sendSheet(response, { segment: null, name: '', draft });
  });

  router.get('/:id', may('read'), async (request, response, next) => {
    const segment = await findSegment(db, textOf(request.params, 'id'));
    if (!segment) return next();
    const notice = notices[textOf(request.query, 'done')];
    const draft = draftOfRules(segment.rules);
    return sendSheet(response, { segment, name: segment.name, draft, notice, isStrict: true });
  });

  router.post('/draft', may('manage readers'), (request, response) =>
    answerSheet(response, request.body, null),
  );

  router.post('/:id/draft', may('manage readers'), async (request, response, next) => {
    const segment = await findSegment(db, textOf(request.params, 'id'));
    return segment ? answerSheet(response, request.body, segment) : next();
  });

  router.post('/:id/delete', may('manage readers'), async (request, response, next) => {
    const segment = await findSegment(db, textOf(request.params, 'id'));
    if (!segment) return next();
    const { publicId, name } = segment;
    await db.transaction().execute(async (tx) => {
      if (await deleteSegment(tx, publicId))
        await recordAct(tx, {
          actor: sessionOf(response).staff.name,
          action: 'deleted a segment',
          object: `segment ${publicId}`,
          details: { name },
        });
    });
    return response.redirect(303, `${path}?done=deleted`);
  });
  return router;
}
