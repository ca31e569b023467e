import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { SponsorPicturePage } from '../../../../templates/pages/admin/editions/sponsor-picture-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type Edition, findEdition, isOpenForChange } from '../../../editions/editions.ts';
import { type SponsorPicture, setSponsorPicture, sponsorAt } from '../../../editions/sponsor-picture.ts';
import { isSameSecret } from '../../../platform/random-tokens.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { authorOf, may, sessionOf } from '../staff-door.ts';
import { uploadPicture } from '../upload-picture.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';

/** Which block, by its place in the address: the form's own fields come after the file is looked at, or not at all. */
const blockOf = (request: Request): number => Number(textOf(request.query, 'block') || '-1');

/** The picture of a sponsor's block. Its form brings a file, so it has a page of its own. */
export function createSponsorPictureRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  async function show(
    response: Response,
    edition: Edition,
    block: number,
    problems: readonly FieldProblem[] = [],
  ): Promise<void> {
    const path = editionPath(edition.publicId);
    const sponsor = sponsorAt(edition, block);
    if (!sponsor || !isOpenForChange(edition)) return response.redirect(303, path);
    const { name, picture } = sponsor;
    const site = await readAdminSite(setting, response);
    const { version } = edition;
    const page = SponsorPicturePage({ site, path, block, version, sponsor: name, picture, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  /** What somebody else changed meanwhile is shown on the sheet; nothing of it is overwritten. */
  async function save(request: Request, response: Response, picture: SponsorPicture | null): Promise<void> {
    const publicId = idOf(request);
    const at = blockOf(request);
    const version = Number(textOf(request.query, 'version'));
    const { staff } = sessionOf(response);
    const outcome = await setSponsorPicture(db, publicId, { at, version, picture }, authorOf(response));
    if (outcome.kind === 'saved') {
      const action = picture === null ? 'removed a sponsor’s picture' : 'set a sponsor’s picture';
      await recordAct(db, { actor: staff.name, action, object: editionObject(publicId) });
    }
    response.redirect(303, `${editionPath(publicId)}#block-${at}`);
  }

  router.get('/:id/picture', may('compose'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    return show(response, edition, blockOf(request));
  });

  /** The door has checked everything but the token: it comes with the file. */
  router.post('/:id/picture', may('compose'), async (request, response, next) => {
    const { csrfToken } = sessionOf(response);
    const upload = await uploadPicture(db, request, (token) => isSameSecret(token, csrfToken));
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    if (upload.kind === 'refused') {
      return show(response, edition, blockOf(request), [{ field: 'file', message: upload.message }]);
    }
    const alt = textOf(upload.fields, 'alt').slice(0, 300);
    return save(request, response, { ...upload.picture, alt });
  });

  router.post('/:id/picture/remove', may('compose'), (request, response) => save(request, response, null));
  return router;
}
