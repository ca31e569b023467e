import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { type Draft, beginDraft, findDraft, saveDraft } from '../../../articles/drafts/drafts.ts';
import {
  type PublishOutcome,
  publishDraft,
  unscheduleDraft,
} from '../../../articles/drafts/publish-draft.ts';
import { emptyContent } from '../../../articles/drafts/story-content.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import type { WebSetting } from '../../web-setting.ts';
import { may, sessionOf } from '../staff-door.ts';
import { readMoment, readMomentFields } from '../moment-fields.ts';
import { fieldsOf, readContent, readStoryFields } from './draft-form.ts';
import { draftIdOf, draftPath } from './draft-path.ts';
import { countsOf, savedWords, sendSheet } from './draft-view.ts';
import { createDeleteRouter } from './delete.ts';
import { createHistoryRouter } from './history.ts';
import { createPicturesRouter } from './pictures.ts';
import { createPreviewRouter } from './preview.ts';

const notices: Readonly<Record<string, string>> = {
  scheduled: 'It comes out by itself at its time.',
  unscheduled: 'Its time is taken back: it stays a draft.',
  restored: 'This is the text you went back to. Readers see it once you publish.',
  fetched: 'Fetched as a draft: have a look before anybody else does.',
  known: 'This story was fetched before: this is it.',
  'taken-back': 'Taken back: readers no longer find it. What was mailed stays on record.',
  'taken-back-before': 'It was taken back before: nothing was left to do.',
  'has-story': 'Readers had this story, so its draft stays. Take the story back instead.',
  picture: 'The picture is kept. One in the text stands at its end: move its line to where it belongs.',
};

const wantsJson = (request: Request): boolean => request.accepts(['html', 'json']) === 'json';

type Saved =
  | { readonly kind: 'saved'; readonly draft: Draft }
  | { readonly kind: 'conflict'; readonly current: Draft }
  | { readonly kind: 'problems'; readonly problems: readonly { field: string; message: string }[] }
  | { readonly kind: 'missing' };

/** The sheets stories are written on. */
export function createDraftsRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();
  router.use(['/new', '/drafts'], may('write stories'));

  /** Saves what was posted; on an empty sheet that begins the story. */
  async function savePosted(request: Request, response: Response, found: Draft | null): Promise<Saved> {
    const by = sessionOf(response).staff.name;
    const read = readContent(readStoryFields(request.body), await listTiers(db));
    if (read.kind === 'problems') return read;
    const kind = wantsJson(request) ? 'autosaved' : 'saved';
    const { content } = read;
    if (!found) return { kind: 'saved', draft: await beginDraft(db, content, by, kind) };
    const version = Number(textOf(request.body, 'version'));
    return saveDraft(db, { publicId: found.publicId, version, content, by, kind });
  }

  /** The script's answer: what is true now. */
  async function sendSaveState(response: Response, saved: Saved): Promise<void> {
    if (saved.kind === 'saved') {
      const { draft } = saved;
      const { words, marks } = countsOf(fieldsOf(draft.content));
      const state = savedWords(draft, await readPublication(db));
      response.json({ version: draft.version, state, path: draftPath(draft), words, marks });
      return;
    }
    const problem = {
      conflict: 'somebody else saved meanwhile; press Save to see both texts',
      problems: saved.kind === 'problems' ? (saved.problems[0]?.message ?? 'something needs mending') : '',
      missing: 'this draft is gone',
    }[saved.kind];
    response.status(saved.kind === 'problems' ? 422 : 409).json({ problem });
  }

  async function sendUnsaved(
    request: Request,
    response: Response,
    found: Draft | null,
    saved: Exclude<Saved, { kind: 'saved' | 'missing' }>,
  ): Promise<void> {
    const fields = readStoryFields(request.body);
    const times = readMomentFields(request.body, 'publish');
    if (saved.kind === 'problems') {
      const version = Number(textOf(request.body, 'version')) || 0;
      const saveState = 'Not saved: something needs mending';
      const { problems } = saved;
      return sendSheet(setting, response, { draft: found, fields, times, version, saveState, problems }, 422);
    }
    const { current } = saved;
    const savedAt = clockMoment(current.updatedAt, await readPublication(db)).text;
    const conflict = {
      kind: 'save' as const,
      mine: fields,
      theirs: fieldsOf(current.content),
      by: `${current.updatedBy}, ${savedAt}`,
      path: draftPath(current),
    };
    // The next save knows of theirs, so that it may take its place.
    const state = {
      draft: current,
      fields,
      times,
      conflict,
      saveState: 'Not saved: somebody else saved meanwhile',
    };
    return sendSheet(setting, response, state, 409);
  }

  /** Somebody deleted the draft this was typed into: the words stay on the sheet, which is a new one now. */
  async function sendOrphan(request: Request, response: Response): Promise<void> {
    if (wantsJson(request)) return sendSaveState(response, { kind: 'missing' });
    const saveState = 'Not saved: this draft was deleted meanwhile. Save to keep this text as a new one';
    return sendSheet(
      setting,
      response,
      {
        draft: null,
        fields: readStoryFields(request.body),
        times: readMomentFields(request.body, 'publish'),
        saveState,
      },
      410,
    );
  }

  /** What became of pressing "Publish". */
  async function answerPublished(
    request: Request,
    response: Response,
    draft: Draft,
    outcome: PublishOutcome,
  ): Promise<void> {
    const times = readMomentFields(request.body, 'publish');
    const kept = { draft, fields: fieldsOf(draft.content), times };
    switch (outcome.kind) {
      case 'published':
        return response.redirect(303, `/admin/stories/${outcome.slug}?done=published`);
      case 'scheduled':
        return response.redirect(303, `${draftPath(draft)}?done=scheduled`);
      case 'problems':
        return sendSheet(setting, response, { ...kept, problems: outcome.problems }, 422);
      case 'open-marks':
        return sendSheet(setting, response, { ...kept, asksAboutMarks: true }, 422);
      case 'story-changed': {
        const theirs = fieldsOf(outcome.theirs);
        const by = 'its feed, or somebody who changed its facts';
        const conflict = { kind: 'story' as const, mine: kept.fields, theirs, by, path: draftPath(draft) };
        return sendSheet(setting, response, { ...kept, conflict }, 409);
      }
      case 'conflict':
        return sendUnsaved(request, response, draft, outcome);
      case 'missing':
        return response.redirect(303, '/admin/stories');
      default:
        return outcome satisfies never;
    }
  }

  async function publish(request: Request, response: Response, draft: Draft, act: string): Promise<void> {
    const by = sessionOf(response).staff.name;
    const now = clock();
    let at: Date | null = null;
    if (act === 'schedule') {
      const { timeZone } = await readPublication(db);
      const times = readMomentFields(request.body, 'publish');
      const read = readMoment(times, { name: 'publish', act: 'Publish now', timeZone, now });
      if (read.kind === 'problems') {
        const { problems } = read;
        return sendSheet(setting, response, { draft, fields: fieldsOf(draft.content), times, problems }, 422);
      }
      at = read.at;
    }
    const outcome = await publishDraft(db, {
      publicId: draft.publicId,
      version: draft.version,
      by,
      now,
      at,
      withOpenMarks: textOf(request.body, 'anyway') !== '',
      over: textOf(request.body, 'over') !== '',
    });
    return answerPublished(request, response, draft, outcome);
  }

  async function take(
    request: Request,
    response: Response,
    next: () => void,
    found: Draft | null,
  ): Promise<void> {
    const saved = await savePosted(request, response, found);
    if (wantsJson(request)) return sendSaveState(response, saved);
    if (saved.kind === 'missing') return next();
    if (saved.kind !== 'saved') return sendUnsaved(request, response, found, saved);
    const { draft } = saved;
    const act = textOf(request.body, 'act');
    switch (act) {
      case 'publish':
      case 'schedule':
        return publish(request, response, draft, act);
      case 'unschedule':
        await unscheduleDraft(db, draft.publicId, sessionOf(response).staff.name);
        return response.redirect(303, `${draftPath(draft)}?done=unscheduled`);
      case 'pictures':
        return response.redirect(303, `${draftPath(draft)}/pictures`);
      default:
        return response.redirect(303, draftPath(draft));
    }
  }

  router.get('/new', (_request, response) => {
    const fields = { ...fieldsOf(emptyContent), byline: sessionOf(response).staff.name };
    return sendSheet(setting, response, { draft: null, fields });
  });
  router.post('/new', (request, response, next) => take(request, response, next, null));

  router.use(
    '/drafts',
    createDeleteRouter(setting),
    createHistoryRouter(setting),
    createPreviewRouter(setting),
    createPicturesRouter(setting),
  );
  router.get('/drafts/:id', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return next();
    const notice = notices[textOf(request.query, 'done')];
    return sendSheet(setting, response, { draft, fields: fieldsOf(draft.content), notice });
  });
  router.post('/drafts/:id', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return sendOrphan(request, response);
    return take(request, response, next, draft);
  });
  return router;
}
