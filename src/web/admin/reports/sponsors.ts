import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { NewSponsorPage } from '../../../../templates/pages/admin/reports/new-sponsor-page.tsx';
import { SponsorsPage } from '../../../../templates/pages/admin/reports/sponsors-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { readPublication } from '../../../newsletters/publication.ts';
import {
  endSponsorReport,
  findSentChoices,
  listLinkChoices,
  listSentChoices,
  listSponsorRows,
  makeSponsorReport,
  sponsorForm,
  sponsorToken,
} from '../../../reports/sponsor-report.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf, textsOf } from '../../form-body.ts';
import { clockTime, dayMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { may, sessionOf } from '../staff-door.ts';

const shownReports = 200;
const shownEditions = 60;

/** As it stands in the form. */
const draftOf = (given: unknown) => ({
  sponsor: textOf(given, 'sponsor'),
  editions: [...textsOf(given, 'edition')],
  hosts: [...textsOf(given, 'hosts')],
  urls: [...textsOf(given, 'urls')],
  days: textOf(given, 'days') || '90',
});

type Draft = ReturnType<typeof draftOf>;

/** `/admin/reports/sponsors`: reports that leave the house, by a link that can be closed. */
export function createSponsorsRouter(setting: WebSetting): Router {
  const { db, keys, publicUrl, clock } = setting;
  const router = createRouter();

  async function sendForm(response: Response, draft: Draft, problems: readonly FieldProblem[]) {
    const [site, publication, sent, chosen] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listSentChoices(db, shownEditions),
      findSentChoices(db, { publicIds: draft.editions }),
    ]);
    const choices = await listLinkChoices(
      db,
      chosen.map(({ mailingId }) => mailingId),
      publicUrl,
    );
    const all = [...chosen.filter(({ id }) => sent.every((each) => each.id !== id)), ...sent];
    const page = NewSponsorPage({
      site,
      readAt: clockTime(clock(), publication),
      draft: { ...draft, editions: chosen.map(({ publicId }) => publicId) },
      editions: all.map(({ publicId, subject, newsletter, releasedAt }) => ({
        publicId,
        words: `${subject} · ${newsletter}, ${dayMoment(releasedAt, publication).text}`,
      })),
      ...choices,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/sponsors', may('read'), async (_request, response) => {
    const [site, publication, rows] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listSponsorRows(db, shownReports),
    ]);
    const now = clock();
    const mayMake = mayRole(sessionOf(response).staff.role, 'send');
    const page = SponsorsPage({
      site,
      readAt: clockTime(now, publication),
      mayMake,
      reports: rows.map((row) => {
        const isOpen = row.endedAt === null && row.expiresAt > now;
        return {
          publicId: row.publicId,
          sponsor: row.sponsor,
          what: [...row.hosts, ...row.urls].join(', '),
          editions: row.editionIds.length,
          madeBy: row.madeBy,
          made: dayMoment(row.madeAt, publication),
          until: dayMoment(row.endedAt ?? row.expiresAt, publication),
          url: isOpen ? `${publicUrl}/sponsor/${sponsorToken(keys, row)}` : null,
        };
      }),
    });
    sendPage(response, page);
  });

  router.get('/sponsors/new', may('send'), (request: Request, response) =>
    sendForm(response, draftOf(request.query), []),
  );

  router.post('/sponsors', may('send'), async (request, response) => {
    const draft = draftOf(request.body);
    const form = sponsorForm.safeParse(draft);
    if (!form.success) return sendForm(response, draft, formProblems(form.error));
    const actor = sessionOf(response).staff.name;
    const outcome = await db.transaction().execute(async (tx) => {
      const made = await makeSponsorReport(tx, form.data, actor);
      if (made.kind === 'made')
        await recordAct(tx, {
          actor,
          action: 'opened a report for a sponsor',
          details: { sponsor: form.data.sponsor, editions: form.data.editions.length, days: form.data.days },
        });
      return made;
    });
    if (outcome.kind === 'not-sent') {
      const message = 'One of these editions has not left yet, or is not there any more';
      return sendForm(response, draft, [{ field: 'edition', message }]);
    }
    return response.redirect(303, '/admin/reports/sponsors');
  });

  router.post('/sponsors/:id/end', may('send'), async (request, response) => {
    const actor = sessionOf(response).staff.name;
    await db.transaction().execute(async (tx) => {
      if (await endSponsorReport(tx, textOf(request.params, 'id')))
        await recordAct(tx, { actor, action: 'closed a report for a sponsor' });
    });
    response.redirect(303, '/admin/reports/sponsors');
  });
  return router;
}
