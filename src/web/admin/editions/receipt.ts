import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Router, Router as createRouter } from 'express';
import { ReceiptPage, type ReceiptReader } from '../../../../templates/pages/admin/editions/receipt-page.tsx';
import { type OutcomeName, outcomeNames } from '../../../../templates/pages/admin/editions/words.ts';
import { findEdition } from '../../../editions/editions.ts';
import {
  type EditionReader,
  listEditionReaders,
  readEditionReceipt,
} from '../../../editions/follow-edition.ts';
import { receiptCsv } from '../../../editions/receipt-csv.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment, clockTime } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionObject, editionPath, idOf } from './edition-path.ts';

const pageSize = 50;

const isOutcome = (text: string): text is OutcomeName => Object.hasOwn(outcomeNames, text);

/** Why a row stands as it does; what a person decided about a row in doubt comes first. */
function reasonOf({ resolution, code, text, replyClass }: EditionReader): string {
  const decided = { resend: 'Sent again at a person’s word.', rest: 'Left at rest at a person’s word.' };
  const reply = text ?? replyClass ?? '';
  const numbered = code !== null && !reply.startsWith(String(code)) ? `${code} ${reply}` : reply;
  return [resolution === null ? '' : decided[resolution], numbered].filter((part) => part !== '').join(' ');
}

const readerLine = (line: EditionReader, publication: Publication): ReceiptReader => ({
  address: line.address,
  href: line.readerId === null ? null : `/admin/readers/${line.readerId}`,
  state: line.state,
  isAttempting: line.attempting,
  reason: reasonOf(line),
  at: line.endedAt && clockMoment(line.endedAt, publication),
});

/** The account of a released edition, on a page and as a file. */
export function createReceiptRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/:id/receipt', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition) return next();
    const path = editionPath(edition.publicId);
    const counts = await readEditionReceipt(db, edition.publicId);
    if (!counts) return response.redirect(303, path);

    const asked = textOf(request.query, 'state');
    const state = isOutcome(asked) ? asked : null;
    const search = textOf(request.query, 'search').trim();
    const after = Number(textOf(request.query, 'after')) || undefined;
    const [site, publication, newsletter, lines] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      findNewsletter(db, { id: edition.newsletterId }),
      listEditionReaders(db, edition.publicId, {
        state: state ?? undefined,
        search: search === '' ? undefined : search,
        after,
        limit: pageSize + 1,
      }),
    ]);
    const shown = lines.slice(0, pageSize);
    const nextQuery = new URLSearchParams({
      state: state ?? '',
      search,
      after: String(shown.at(-1)?.id ?? ''),
    });
    sendPage(
      response,
      ReceiptPage({
        site,
        path,
        subject: edition.subject,
        newsletter: newsletter?.name ?? '',
        counts,
        readAt: clockTime(clock(), publication),
        lines: shown.map((line) => readerLine(line, publication)),
        filter: { state, search },
        next: lines.length > pageSize ? `${path}/receipt?${nextQuery.toString()}` : null,
        isFirst: after === undefined,
        maySend: mayRole(sessionOf(response).staff.role, 'send'),
      }),
    );
  });

  router.get('/:id/receipt.csv', may('read'), async (request, response, next) => {
    const edition = await findEdition(db, idOf(request));
    if (!edition || edition.mailingId === null) return next();
    await recordAct(db, {
      actor: sessionOf(response).staff.name,
      action: 'downloaded a receipt',
      object: editionObject(edition.publicId),
    });
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Disposition', `attachment; filename="receipt-${edition.publicId}.csv"`);
    response.type('text/csv');
    await pipeline(Readable.from(receiptCsv(db, edition.publicId)), response);
  });
  return router;
}
