import { type Router, Router as createRouter } from 'express';
import { ComposerPage } from '../../../../templates/pages/admin/editions/composer-page.tsx';
import { findEdition } from '../../../editions/editions.ts';
import { sendTest } from '../../../editions/send-test.ts';
import { rememberTestAddress } from '../../../staff/accounts.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { authorOf, may, sessionOf } from '../staff-door.ts';
import { sendUnsaved } from './composer.ts';
import { readComposer } from './composer-view.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';
import { readProofChoice, sampleReaderOf } from './proof-reader.ts';
import { savePosted } from './save-posted.ts';

/** A test of what stands on the sheet: it is saved first, so that the test is never of an older text. */
export function createTestRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.post('/:id/test', may('compose'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const { publicId } = edition;
    const saved = await savePosted(setting, { publicId, by: authorOf(response) }, request.body);
    if (saved.outcome.kind !== 'saved') return sendUnsaved(setting, { request, response }, edition, saved);

    const choice = readProofChoice(request.body);
    const to = textOf(request.body, 'test').trim();
    const outcome = await sendTest(db, setting, { publicId, to, reader: await sampleReaderOf(db, choice) });
    switch (outcome.kind) {
      case 'missing':
        return next();
      case 'bad-address': {
        const fresh = (await findEdition(db, publicId)) ?? edition;
        const page = await readComposer(setting, response, fresh, choice);
        const problems = [{ field: 'test', message: outcome.message }];
        return sendPage(response, ComposerPage({ ...page, testAddress: to, problems }), 422);
      }
      case 'queued': {
        const { staff } = sessionOf(response);
        await rememberTestAddress(db, staff.id, to);
        await recordAct(db, { actor: staff.name, action: 'sent a test', object: editionObject(publicId) });
        await setting.ring('deliver-urgent');
        const query = new URLSearchParams({ as: choice.as, width: choice.width, done: 'test' });
        return response.redirect(303, `${editionPath(publicId)}?${query.toString()}`);
      }
      default:
        return outcome satisfies never;
    }
  });
  return router;
}
