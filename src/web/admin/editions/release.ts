import { type Response, type Router, Router as createRouter } from 'express';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { SendEditionPage } from '../../../../templates/pages/admin/editions/send-edition-page.tsx';
import { checkApproval } from '../../../editions/approval.ts';
import { type Check, checkEdition } from '../../../editions/check-edition.ts';
import { countEditionAudience } from '../../../editions/edition-audience.ts';
import { type Edition, findEdition } from '../../../editions/editions.ts';
import { findQuietEnd } from '../../../editions/quiet-hours.ts';
import { releaseEdition } from '../../../editions/release-edition.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { readPublication, senderOf } from '../../../newsletters/publication.ts';
import { randomId } from '../../../platform/random-tokens.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { clockTime } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { checkLine } from './composer-view.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';

type Refusal = { readonly refusal?: readonly Check[]; readonly problems?: readonly FieldProblem[] };

/** The page that says who will get it, with a fresh key for its button. */
async function sendSendPage(
  setting: WebSetting,
  response: Response,
  edition: Edition,
  { refusal = [], problems = [] }: Refusal = {},
): Promise<void> {
  const { db, publicUrl, clock } = setting;
  const publication = await readPublication(db);
  const [site, newsletter, audience, found, approval, quietEnd] = await Promise.all([
    readAdminSite(setting, response),
    findNewsletter(db, { id: edition.newsletterId }),
    countEditionAudience(db, publicUrl, edition),
    checkEdition(db, publicUrl, edition),
    checkApproval(db, publicUrl, edition),
    findQuietEnd(db, edition.newsletterId, publication, clock()),
  ]);
  const checks = [...found, ...approval];
  if (!newsletter) throw new Error(`the newsletter of edition ${edition.publicId} is missing`);
  // What refused it may have been mended meanwhile: then the button is there again, and the reason stands above it.
  const told = refusal.filter(({ code }) => !checks.some((check) => check.code === code));
  const page = SendEditionPage({
    site,
    path: editionPath(edition.publicId),
    subject: edition.subject,
    test: edition.subjectTest,
    newsletter: newsletter.name,
    sender: `${senderOf(publication, newsletter).name} <${publication.senderAddress}>`,
    reachable: audience.find(({ reason }) => reason === 'reachable')?.readers ?? 0,
    leftOut: audience
      .filter(({ reason }) => reason !== 'reachable')
      .map((part) => ({ ...part, href: readersHref(newsletter.slug, part.reason) })),
    countedAt: `${clockTime(clock(), publication)} (${publication.timeZone})`,
    undoSeconds: newsletter.undoSeconds,
    checks: checks.map(checkLine),
    refusal: told.map(({ message }) => message),
    quietUntil: quietEnd && clockTime(quietEnd, publication),
    problems,
    needsApproval: approval.length > 0,
    version: edition.version,
    releaseKey: randomId(),
  });
  sendPage(response, page, refusal.length + problems.length > 0 ? 422 : 200);
}

/** The readers behind a number. */
const readersHref = (newsletter: string, reason: string): string =>
  `/admin/readers?${new URLSearchParams({ newsletter, state: reason === 'left' ? 'ended' : reason }).toString()}`;

/** The act that freezes the audience and starts the send. */
export function createReleaseRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/:id/send', may('send'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    if (edition.correctingSince !== null)
      return response.redirect(303, `${editionPath(edition.publicId)}/corrected`);
    if (edition.mailingId !== null)
      return response.redirect(303, `${editionPath(edition.publicId)}/progress`);
    await sendSendPage(setting, response, edition);
  });

  router.post('/:id/release', may('send'), async (request, response, next) => {
    const publicId = idOf(request);
    const { staff } = sessionOf(response);
    const version = Number(textOf(request.body, 'version'));
    const isUrgent = textOf(request.body, 'act') === 'urgent';
    const reason = isUrgent ? textOf(request.body, 'reason').trim().slice(0, 300) : '';
    if (isUrgent && reason === '') {
      const edition = await findEdition(db, publicId);
      const problems = [{ field: 'reason', message: 'Please say why it cannot wait' }];
      return edition ? sendSendPage(setting, response, edition, { problems }) : next();
    }
    const outcome = await releaseEdition(db, setting, {
      publicId,
      releaseKey: textOf(request.body, 'releaseKey') || randomId(),
      releasedBy: staff.name,
      noticeTo: staff.address,
      version: version > 0 ? version : undefined,
      reason,
      now: clock(),
    });
    switch (outcome.kind) {
      case 'missing':
        return next();
      case 'blocked': {
        const edition = await findEdition(db, publicId);
        return edition ? sendSendPage(setting, response, edition, { refusal: outcome.checks }) : next();
      }
      case 'released-already':
        return response.redirect(303, `${editionPath(publicId)}/progress`);
      case 'released':
        await recordAct(db, {
          actor: staff.name,
          action: isUrgent ? 'released an edition as breaking news' : 'released an edition',
          object: editionObject(publicId),
          details: isUrgent ? { reason } : {},
        });
        await setting.ring('release');
        return response.redirect(303, `${editionPath(publicId)}/progress`);
      default:
        return outcome satisfies never;
    }
  });
  return router;
}
