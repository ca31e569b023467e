import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { renderToString } from 'preact-render-to-string';
import { ComposerPage } from '../../../../templates/pages/admin/editions/composer-page.tsx';
import { ProofNotes } from '../../../../templates/pages/admin/editions/proof.tsx';
import { type Edition, findEdition, isOpenForChange } from '../../../editions/editions.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { authorOf, may, sessionOf } from '../staff-door.ts';
import { readComposer, readProofNotes, savedWords } from './composer-view.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';
import { readProofChoice } from './proof-reader.ts';
import { type SavedPost, savePosted } from './save-posted.ts';

const notices: Readonly<Record<string, string>> = {
  test: 'The test is on its way.',
  undone: 'Taken back: nothing has left, and the edition is a draft again.',
};

const noticeOf = ({ correctingSince, takenBack }: Edition, done: string): string | undefined =>
  correctingSince === null
    ? takenBack === null
      ? notices[done]
      : `It came back by itself: nothing has left, and it is a draft again. ${takenBack}`
    : 'This edition is being corrected while its send is paused. Readers who have it keep what they got.';

/** Shows what was posted with what keeps it from being saved: nothing typed is lost. */
export async function sendUnsaved(
  setting: WebSetting,
  { request, response }: { readonly request: Request; readonly response: Response },
  edition: Edition,
  { posted, outcome }: SavedPost,
): Promise<void> {
  const choice = readProofChoice(request.body);
  const mine = { ...edition, ...posted.text, subjectTest: posted.text.subjectTest ?? null };
  const page = await readComposer(setting, response, mine, choice);
  if (outcome.kind === 'problems') {
    const saveState = 'Not saved: something needs mending';
    const version = posted.version;
    return sendPage(response, ComposerPage({ ...page, version, saveState, problems: outcome.problems }), 422);
  }
  if (outcome.kind !== 'conflict') return response.redirect(303, `${editionPath(edition.publicId)}/progress`);
  const { current } = outcome;
  const savedAt = savedWords(current.updatedAt, await readPublication(setting.db)).toLowerCase();
  sendPage(
    response,
    ComposerPage({
      ...page,
      // The next save knows of theirs, so that it may take its place.
      version: current.version,
      saveState: 'Not saved: somebody else saved meanwhile',
      conflict: { theirs: current, savedAt },
    }),
    409,
  );
}

/** The script's answer: what is true now, and the fresh notes. */
async function sendSaveState(
  setting: WebSetting,
  response: Response,
  publicId: string,
  { outcome }: SavedPost,
): Promise<void> {
  const saved = outcome.kind === 'saved' ? await findEdition(setting.db, publicId) : null;
  if (outcome.kind === 'saved' && saved) {
    const publication = await readPublication(setting.db);
    const notes = renderToString(ProofNotes(await readProofNotes(setting, saved, publication)));
    response.json({ version: outcome.version, state: savedWords(outcome.savedAt, publication), notes });
    return;
  }
  if (outcome.kind === 'problems') {
    response.status(422).json({ problem: outcome.problems[0]?.message ?? 'something needs mending' });
    return;
  }
  const problem =
    outcome.kind === 'conflict'
      ? 'somebody else saved meanwhile; press Save to see both texts'
      : 'it was sent meanwhile';
  response.status(409).json({ problem });
}

/** The sheet an edition is written on. */
export function createComposerRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/:id', may('compose'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    if (!isOpenForChange(edition)) return response.redirect(303, `${editionPath(edition.publicId)}/progress`);
    const page = await readComposer(setting, response, edition, readProofChoice(request.query));
    sendPage(response, ComposerPage({ ...page, notice: noticeOf(edition, textOf(request.query, 'done')) }));
  });

  router.post('/:id', may('compose'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const { publicId } = edition;
    const saved = await savePosted(setting, { publicId, by: authorOf(response) }, request.body);
    const isSaved = saved.outcome.kind === 'saved';
    if (isSaved && textOf(request.body, 'act') !== '') {
      const { staff } = sessionOf(response);
      await recordAct(db, {
        actor: staff.name,
        action: 'changed an edition',
        object: editionObject(publicId),
      });
    }
    if (request.accepts(['html', 'json']) === 'json')
      return sendSaveState(setting, response, publicId, saved);
    if (!isSaved) return sendUnsaved(setting, { request, response }, edition, saved);

    const path = editionPath(publicId);
    const act = textOf(request.body, 'act');
    if (act === 'send' || act === 'approval') return response.redirect(303, `${path}/${act}`);
    const [, block] = /^picture (\d{1,3})$/.exec(textOf(request.body, 'act')) ?? [];
    if (block !== undefined) return response.redirect(303, `${path}/picture?block=${block}`);
    const { as, width } = readProofChoice(request.body);
    const place = saved.at === undefined ? '' : `#block-${saved.at}`;
    response.redirect(303, `${path}?${new URLSearchParams({ as, width }).toString()}${place}`);
  });
  return router;
}
