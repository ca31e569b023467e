import { type Response, type Router, Router as createRouter } from 'express';
import { type RestDraft, RestPage } from '../../../templates/pages/admin/rest-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import {
  type SilenceEstimate,
  canTell,
  countQuestions,
  estimateSilent,
  listResting,
  readRestRule,
  restFormFor,
  saveRestRule,
} from '../../editions/rest/rest-rule.ts';
import { bringBack } from '../../editions/rest/stay.ts';
import { type Newsletter, findNewsletter } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { dayMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { idOf } from './paging.ts';
import { may, sessionOf } from './staff-door.ts';

const shownResting = 100;

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  back: 'The newsletter goes to this reader again.',
};

/** `/admin/newsletters/:slug/rest`: readers who give no sign, and what becomes of them. */
export function createRestRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  type Shown = {
    readonly problems?: readonly FieldProblem[];
    readonly notice?: string | undefined;
    readonly estimate?: SilenceEstimate | undefined;
  };

  async function send(response: Response, newsletter: Newsletter, draft: RestDraft | null, shown: Shown) {
    const [site, publication, rule, counts, resting] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      readRestRule(db, newsletter.id),
      countQuestions(db, newsletter.id),
      listResting(db, newsletter.id, shownResting),
    ]);
    const { problems = [] } = shown;
    const page = RestPage({
      site,
      newsletter,
      canTell: canTell(newsletter),
      draft: draft ?? {
        isOn: rule.isOn,
        editions: String(rule.editions),
        days: String(rule.days),
        waitDays: String(rule.waitDays),
      },
      counts,
      resting: resting.map(({ id, publicId, address, editions, silentSince, askedAt, settledAt }) => ({
        id,
        href: `/admin/readers/${publicId}`,
        address,
        why: `${editions} editions since ${dayMoment(silentSince, publication).text}, asked on ${dayMoment(askedAt, publication).text}`,
        since: dayMoment(settledAt ?? askedAt, publication),
      })),
      estimate: shown.estimate,
      notice: shown.notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/:slug/rest', may('settings'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    return send(response, newsletter, null, { notice: notices[textOf(request.query, 'done')] });
  });

  router.post('/:slug/rest', may('settings'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    const draft: RestDraft = {
      isOn: textOf(request.body, 'isOn') !== '',
      editions: textOf(request.body, 'editions'),
      days: textOf(request.body, 'days'),
      waitDays: textOf(request.body, 'waitDays'),
    };
    const form = restFormFor(newsletter).safeParse(draft);
    if (!form.success) return send(response, newsletter, draft, { problems: formProblems(form.error) });
    const rule = { newsletterId: newsletter.id, ...form.data };
    if (textOf(request.body, 'act') === 'count')
      return send(response, newsletter, draft, { estimate: await estimateSilent(db, rule) });
    const actor = sessionOf(response).staff.name;
    await db.transaction().execute(async (tx) => {
      await saveRestRule(tx, rule);
      await recordAct(tx, {
        actor,
        action: rule.isOn ? 'lets silent readers rest' : 'lets silent readers rest no more',
        object: `newsletter ${newsletter.slug}`,
        details: { editions: rule.editions, days: rule.days, waitDays: rule.waitDays },
      });
    });
    return response.redirect(303, `/admin/newsletters/${newsletter.slug}/rest?done=saved`);
  });

  router.post('/:slug/rest/bring-back', may('manage readers'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    const actor = sessionOf(response).staff.name;
    const id = idOf(request.body, 'question') ?? 0;
    const isBack = await db.transaction().execute(async (tx) => {
      const publicId = await bringBack(tx, newsletter.id, id, `${actor} brought them back from rest`);
      if (publicId === null) return false;
      const action = `brought a reader of ${newsletter.name} back from rest`;
      await recordAct(tx, { actor, action, object: `subscriber ${publicId}` });
      return true;
    });
    return response.redirect(303, `/admin/newsletters/${newsletter.slug}/rest${isBack ? '?done=back' : ''}`);
  });
  return router;
}
