import { type Response, type Router, Router as createRouter } from 'express';
import { ReaderFieldsPage } from '../../../../templates/pages/admin/reader-fields-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import {
  type AddFieldOutcome,
  addCustomField,
  countWithField,
  deleteCustomField,
  fieldKinds,
  listCustomFields,
  mostFields,
  parseFieldName,
  renameCustomField,
} from '../../../audience/custom-fields.ts';
import { countedUpTo } from '../../../segments/readers.ts';
import { listSegmentsWithField } from '../../../segments/segments.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { kindNames } from './field-words.ts';

const path = '/admin/readers/fields';

const notices: Readonly<Record<string, string>> = {
  added: 'The field is there: fill it in on the page of a reader.',
  renamed: 'The field has its new name.',
  removed: 'The field and what was noted in it are gone.',
};

const nameWords = 'Please give a name of letters or digits, at most 60 characters';

const addProblems: Readonly<Record<Exclude<AddFieldOutcome['kind'], 'added'>, FieldProblem>> = {
  'bad-name': { field: 'name', message: nameWords },
  'bad-kind': { field: 'kind', message: 'Please choose a kind' },
  taken: { field: 'name', message: 'There is a field with this name' },
  'too-many': { field: 'name', message: `There can be at most ${mostFields} fields` },
};

/** The custom fields of readers: added, renamed, removed. */
export function createReaderFieldsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  async function readFields() {
    const fields = await listCustomFields(db);
    const counts = await Promise.all(fields.map(({ slug }) => countWithField(db, slug, countedUpTo + 1)));
    return fields.map(({ slug, name, kind }, index) => {
      const readers = counts[index] ?? 0;
      const isMore = readers > countedUpTo;
      return {
        slug,
        name,
        kind: kindNames[kind],
        readers: { readers: isMore ? countedUpTo : readers, isMore },
      };
    });
  }

  async function sendFields(
    response: Response,
    problems: readonly FieldProblem[] = [],
    {
      notice,
      draft = { name: '', kind: 'text' },
    }: { notice?: string | undefined; draft?: { name: string; kind: string } } = {},
  ): Promise<void> {
    const [site, fields] = await Promise.all([readAdminSite(setting, response), readFields()]);
    const kinds = fieldKinds.map((kind) => ({ value: kind, text: kindNames[kind] }));
    const mayManage = mayRole(sessionOf(response).staff.role, 'manage readers');
    const page = ReaderFieldsPage({ site, fields, kinds, draft, notice, problems, mayManage });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  const record = (tx: Db, response: Response, action: string, slug: string): Promise<void> =>
    recordAct(tx, { actor: sessionOf(response).staff.name, action, object: `field ${slug}` });

  router.get('/', may('read'), (request, response) =>
    sendFields(response, [], { notice: notices[textOf(request.query, 'done')] }),
  );

  router.post('/', may('manage readers'), async (request, response) => {
    const draft = { name: textOf(request.body, 'name'), kind: textOf(request.body, 'kind') };
    const outcome = await db.transaction().execute(async (tx) => {
      const added = await addCustomField(tx, draft);
      if (added.kind === 'added') await record(tx, response, 'added a field', added.field.slug);
      return added;
    });
    if (outcome.kind !== 'added') return sendFields(response, [addProblems[outcome.kind]], { draft });
    return response.redirect(303, `${path}?done=added`);
  });

  router.post('/:slug/rename', may('manage readers'), async (request, response, next) => {
    const slug = textOf(request.params, 'slug');
    const name = parseFieldName(textOf(request.body, `name-${slug}`));
    if (name === null) return sendFields(response, [{ field: `name-${slug}`, message: nameWords }]);
    const isRenamed = await db.transaction().execute(async (tx) => {
      const renamed = await renameCustomField(tx, slug, name);
      if (renamed) await record(tx, response, `renamed a field to ${name}`, slug);
      return renamed;
    });
    return isRenamed ? response.redirect(303, `${path}?done=renamed`) : next();
  });

  router.post('/:slug/remove', may('manage readers'), async (request, response, next) => {
    const slug = textOf(request.params, 'slug');
    const [segment] = await listSegmentsWithField(db, slug);
    if (segment) {
      const message = `The segment “${segment.name}” asks for it. Take that rule out first`;
      return sendFields(response, [{ field: `name-${slug}`, message }]);
    }
    const isRemoved = await db.transaction().execute(async (tx) => {
      const removed = await deleteCustomField(tx, slug);
      if (removed) await record(tx, response, 'removed a field', slug);
      return removed;
    });
    return isRemoved ? response.redirect(303, `${path}?done=removed`) : next();
  });
  return router;
}
