import { type Router, Router as createRouter } from 'express';
import { ReaderPage } from '../../../../templates/pages/admin/reader-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { mostTags, parseTags, setFields, setTags } from '../../../audience/attributes.ts';
import {
  type CustomField,
  fieldWants,
  listCustomFields,
  parseFieldValue,
} from '../../../audience/custom-fields.ts';
import { findSubscriberBy } from '../../../audience/subscribers.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readReader } from '../reader-view.ts';
import { may, sessionOf } from '../staff-door.ts';

type Notes = {
  readonly tags: readonly string[];
  readonly values: Readonly<Record<string, string | null>>;
};

/** Of a form that was opened before a field was added, that field stays as it is. */
function readNotes(body: unknown, fields: readonly CustomField[]): Notes | readonly FieldProblem[] {
  const tags = parseTags(textOf(body, 'tags'));
  const typed = fields
    .filter(({ slug }) => typeof body === 'object' && body !== null && `field-${slug}` in body)
    .map(({ slug, kind }) => {
      const text = textOf(body, `field-${slug}`).trim();
      return { slug, kind, isEmpty: text === '', value: parseFieldValue(kind, text) };
    });
  const wrong = typed.filter(({ isEmpty, value }) => !isEmpty && value === null);
  if (tags !== null && wrong.length === 0)
    return { tags, values: Object.fromEntries(typed.map(({ slug, value }) => [slug, value])) };
  const message = `Please use at most ${mostTags} tags of at most 60 characters each`;
  return [
    ...(tags === null ? [{ field: 'tags', message }] : []),
    ...wrong.map(({ slug, kind }) => ({ field: `field-${slug}`, message: fieldWants[kind] })),
  ];
}

/** Tags and custom fields of one reader, edited on their page. */
export function createReaderNotesRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.post('/:id/notes', may('manage readers'), async (request, response, next) => {
    const reader = await findSubscriberBy(db, { publicId: textOf(request.params, 'id') });
    if (!reader) return next();
    const notes = readNotes(request.body, await listCustomFields(db));
    if (!('tags' in notes)) {
      const page = await readReader(setting, response, reader);
      const fields = page.attributes.fields.map((field) => ({
        ...field,
        value: textOf(request.body, `field-${field.slug}`),
      }));
      const attributes = { tags: textOf(request.body, 'tags'), fields };
      return sendPage(response, ReaderPage({ ...page, attributes, problems: notes }), 422);
    }
    await db.transaction().execute(async (tx) => {
      const hasTags = await setTags(tx, reader.id, notes.tags);
      const hasFields = await setFields(tx, reader.id, notes.values);
      if (hasTags || hasFields)
        await recordAct(tx, {
          actor: sessionOf(response).staff.name,
          action: 'changed tags or fields',
          object: `subscriber ${reader.publicId}`,
        });
    });
    return response.redirect(303, `/admin/readers/${reader.publicId}?done=noted`);
  });
  return router;
}
