import { type Router, Router as createRouter } from 'express';
import { PreviewPage } from '../../../../templates/pages/admin/editions/preview-page.tsx';
import { TiersPage } from '../../../../templates/pages/admin/editions/tiers-page.tsx';
import { findEdition } from '../../../editions/editions.ts';
import { previewEdition } from '../../../editions/preview-edition.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { offeredLanguages, readPublication } from '../../../newsletters/publication.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { mailLightQuery, readMailLight, sendMailInFrame } from '../mail-in-frame.ts';
import { may } from '../staff-door.ts';
import { readInboxRow } from './composer-view.ts';
import { editionPath, idOf } from './edition-path.ts';
import { proofQuery, readProofChoice, sampleReaderOf } from './proof-reader.ts';

/** The mail itself, as one kind of reader gets it. */
export function createPreviewRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  router.get('/:id/preview.html', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const reader = await sampleReaderOf(db, readProofChoice(request.query));
    const { html } = await previewEdition(db, publicUrl, edition, reader);
    sendMailInFrame(response, publicUrl, html, readMailLight(request.query));
  });

  router.get('/:id/tiers', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const [site, tiers] = await Promise.all([readAdminSite(setting, response), listTiers(db)]);
    const path = editionPath(edition.publicId);
    const proofs = tiers.map(({ slug, name }) => ({
      name,
      src: `${path}/preview.html?${proofQuery({ as: slug, newsletters: [] })}`,
    }));
    sendPage(response, TiersPage({ site, path, subject: edition.subject, proofs }));
  });

  router.get('/:id/preview', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const choice = readProofChoice(request.query);
    const light = readMailLight(request.query);
    const publication = await readPublication(db);
    const [site, tiers, newsletters, inbox, preview] = await Promise.all([
      readAdminSite(setting, response),
      listTiers(db),
      listNewsletters(db),
      readInboxRow(setting, edition, publication),
      sampleReaderOf(db, choice).then((reader) => previewEdition(db, publicUrl, edition, reader)),
    ]);
    const path = editionPath(edition.publicId);
    sendPage(
      response,
      PreviewPage({
        site,
        path,
        subject: edition.subject,
        inbox,
        tiers: tiers.filter(({ rank }) => rank > 0),
        newsletters,
        as: choice.as,
        has: choice.newsletters,
        src: `${path}/preview.html?${[proofQuery(choice), mailLightQuery(light)].filter(Boolean).join('&')}`,
        light,
        language: choice.language,
        languages: offeredLanguages(publication),
        text: preview.text,
        isDraft: edition.mailingId === null,
      }),
    );
  });
  return router;
}
