import { type NextFunction, type Request, type Response, type Router, Router as createRouter } from 'express';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { SendEditionPage } from '../../../../templates/pages/admin/editions/send-edition-page.tsx';
import { checkApproval } from '../../../editions/approval.ts';
import { type Check, checkEdition } from '../../../editions/check-edition.ts';
import { countEditionAudience } from '../../../editions/edition-audience.ts';
import { type Edition, findEdition } from '../../../editions/editions.ts';
import { findQuietEnd } from '../../../editions/quiet-hours.ts';
import { type Release, releaseEdition } from '../../../editions/release-edition.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { readPublication, senderOf } from '../../../newsletters/publication.ts';
import { randomId } from '../../../platform/random-tokens.ts';
import { textOf } from '../../form-body.ts';
import { clockTime } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { type MomentFields, momentFieldsOf, readMoment, readMomentFields } from '../moment-fields.ts';
import { may, sessionOf } from '../staff-door.ts';
import { checkLine } from './composer-view.ts';
import { editionPath, idOf } from './edition-path.ts';

type Refusal = {
  readonly refusal?: readonly Check[];
  readonly problems?: readonly FieldProblem[];
  /** The time that was asked for. */
  readonly later?: MomentFields;
};

/** The page that says who will get it, with a fresh key for its button. */
async function sendSendPage(
  setting: WebSetting,
  response: Response,
  edition: Edition,
  { refusal = [], problems = [], later }: Refusal = {},
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
    later: later ?? { on: momentFieldsOf(tomorrow(clock()), publication.timeZone).on, time: '07:00' },
    timeZone: publication.timeZone,
    needsApproval: approval.length > 0,
    version: edition.version,
    releaseKey: randomId(),
  });
  sendPage(response, page, refusal.length + problems.length > 0 ? 422 : 200);
}

const tomorrow = (now: Date): Date => new Date(now.getTime() + 86_400_000);

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

  type Wish = Pick<Release, 'leavesAt' | 'reason'> & { readonly later?: MomentFields };

  const release = async (
    request: Request,
    response: Response,
    next: NextFunction,
    { later, ...wish }: Wish,
  ): Promise<void> => {
    const publicId = idOf(request);
    const { staff } = sessionOf(response);
    const version = Number(textOf(request.body, 'version'));
    const outcome = await releaseEdition(db, setting, {
      publicId,
      releaseKey: textOf(request.body, 'releaseKey') || randomId(),
      releasedBy: staff.name,
      noticeTo: staff.address,
      version: version > 0 ? version : undefined,
      now: clock(),
      ...wish,
    });
    switch (outcome.kind) {
      case 'missing':
        return next();
      case 'blocked': {
        const edition = await findEdition(db, publicId);
        const refusal = { refusal: outcome.checks, ...(later && { later }) };
        return edition ? sendSendPage(setting, response, edition, refusal) : next();
      }
      case 'released-already':
        return response.redirect(303, `${editionPath(publicId)}/progress`);
      case 'released':
        await setting.ring('release');
        return response.redirect(303, `${editionPath(publicId)}/progress`);
      default:
        return outcome satisfies never;
    }
  };

  router.post('/:id/release', may('send'), async (request, response, next) => {
    if (textOf(request.body, 'act') !== 'urgent') return release(request, response, next, {});
    const reason = textOf(request.body, 'reason').trim().slice(0, 300);
    if (reason !== '') return release(request, response, next, { reason });
    const edition = await findEdition(db, idOf(request));
    const problems = [{ field: 'reason', message: 'Please say why it cannot wait' }];
    return edition ? sendSendPage(setting, response, edition, { problems }) : next();
  });

  router.post('/:id/schedule', may('send'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const later = readMomentFields(request.body, 'leave');
    const { timeZone } = await readPublication(db);
    const read = readMoment(later, { name: 'leave', act: 'Send now', timeZone, now: clock() });
    if (read.kind === 'problems')
      return sendSendPage(setting, response, edition, { problems: read.problems, later });
    return release(request, response, next, {
      leavesAt: read.at,
      later,
    });
  });
  return router;
}
