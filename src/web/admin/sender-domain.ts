import { type Response, type Router, Router as createRouter } from 'express';
import {
  type DomainRecordRow,
  SenderDomainPage,
} from '../../../templates/pages/admin/sender-domain-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { domainOf } from '../../delivery/mail-sender.ts';
import { readTotals } from '../../delivery/mailing-totals.ts';
import { createDns } from '../../delivery/sender-domain/look-up.ts';
import { type DomainRecord, isAmiss } from '../../delivery/sender-domain/domain-record.ts';
import {
  recordLabels,
  recordTypes,
  recordWords,
  stateWords,
} from '../../delivery/sender-domain/record-words.ts';
import {
  allowUnproven,
  countComplaintsSince,
  findSenderDomain,
  lookAtSenderDomain,
  problemsOf,
  unprovenForm,
  withdrawAllowed,
} from '../../delivery/sender-domain/sender-domain.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { mayRole } from '../../staff/roles.ts';
import { textOf } from '../form-body.ts';
import { recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { may, sessionOf } from './staff-door.ts';

const days = 7;

const recordRow = (record: DomainRecord): DomainRecordRow => ({
  label: recordLabels[record.what],
  name: record.name,
  state: record.state,
  stateWords: stateWords[record.state],
  words: recordWords(record),
  found: record.found,
  type: recordTypes[record.what] ?? '',
  paste: isAmiss(record) ? (record.paste ?? '') : '',
});

/** `/admin/delivery/domain`: whether receivers can tell that our mail is ours, and how it fares with them. */
export function createSenderDomainRouter(setting: WebSetting): Router {
  const { db, clock, relay, publicUrl } = setting;
  const router = createRouter();
  const path = '/admin/delivery/domain';

  async function send(response: Response, because = '', problems: readonly FieldProblem[] = []) {
    const [site, publication, { complaints, mailingIds }] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      countComplaintsSince(db, days),
    ]);
    const domain = domainOf(publication.senderAddress);
    const [row, totals] = await Promise.all([findSenderDomain(db, domain), readTotals(db, mailingIds)]);
    const page = SenderDomainPage({
      site,
      domain,
      leavesHouse: row?.findings.leavesHouse ?? null,
      records: (row?.findings.records ?? []).map(recordRow),
      standing: (row?.findings.standing ?? []).map(recordRow),
      checked: row?.checkedAt ? recordMoment(row.checkedAt, publication) : null,
      isHeldBack: problemsOf(row).length > 0 && row?.allowedBecause === null,
      allowed:
        row?.allowedBecause && row.allowedAt
          ? {
              because: row.allowedBecause,
              by: row.allowedBy ?? '',
              at: recordMoment(row.allowedAt, publication),
            }
          : null,
      gmailDay: row?.findings.gmailDay ?? 0,
      complaints,
      delivered: [...totals.values()].reduce((sum, { accepted }) => sum + accepted, 0),
      days,
      mayChange: mayRole(sessionOf(response).staff.role, 'settings'),
      because,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  const readDomain = async (): Promise<string> => domainOf((await readPublication(db)).senderAddress);

  router.get('/', may('read'), (_request, response) => send(response));

  router.post('/look', may('settings'), async (_request, response) => {
    await lookAtSenderDomain(db, {
      domain: await readDomain(),
      relay,
      publicUrl,
      dns: createDns(),
      now: clock(),
      isAsked: true,
    });
    response.redirect(303, path);
  });

  router.post('/allow', may('settings'), async (request, response) => {
    const given = textOf(request.body, 'because');
    const form = unprovenForm.safeParse({ because: given });
    if (!form.success) return send(response, given, formProblems(form.error));
    const { because } = form.data;
    const actor = sessionOf(response).staff.name;
    const domain = await readDomain();
    await db.transaction().execute(async (tx) => {
      await allowUnproven(tx, { domain, because, by: actor });
      await recordAct(tx, {
        actor,
        action: 'lets digests leave although the sending domain is not proven',
        details: { domain, because },
      });
    });
    return response.redirect(303, path);
  });

  router.post('/withdraw', may('settings'), async (_request, response) => {
    const actor = sessionOf(response).staff.name;
    const domain = await readDomain();
    await db.transaction().execute(async (tx) => {
      if (await withdrawAllowed(tx, domain))
        await recordAct(tx, {
          actor,
          action: 'lets digests leave only with a proven sending domain',
          details: { domain },
        });
    });
    response.redirect(303, path);
  });
  return router;
}
