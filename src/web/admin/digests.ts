import { type Response, type Router, Router as createRouter } from 'express';
import { type DigestsDraft, DigestsPage } from '../../../templates/pages/admin/digests-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { listSections } from '../../articles/sections.ts';
import { planOf, readPlans } from '../../editions/digests/plan.ts';
import { digestForm, listSchedules, saveDigests } from '../../editions/digests/schedule.ts';
import { listRuns } from '../../editions/digests/steer-run.ts';
import { type Newsletter, findNewsletter } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { recordMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { digestProblems, digestsDraftOf, readDigestsDraft } from './digests-draft.ts';
import { may, sessionOf } from './staff-door.ts';

const mostRuns = 200;

/** When the editions of a newsletter build themselves. */
export function createDigestsRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  /** The next departure of each rhythm, on the clock of its own zone. */
  async function readNext({ id, slug }: Newsletter) {
    const [publication, schedules, runs] = await Promise.all([
      readPublication(db),
      listSchedules(db, { newsletterId: id }),
      listRuns(db, { isOpen: true, limit: mostRuns }),
    ]);
    const due = runs.filter(({ newsletterSlug, state }) => newsletterSlug === slug && state === 'due');
    return Object.fromEntries(
      schedules.map(({ rhythm, timeZone }) => {
        const run = due.find((each) => each.rhythm === rhythm);
        return [rhythm, run && recordMoment(run.departsAt, { ...publication, timeZone })];
      }),
    );
  }

  const sendForm = async (
    response: Response,
    newsletter: Newsletter,
    draft: DigestsDraft,
    { problems = [], notice }: Shown = {},
  ): Promise<void> => {
    const [site, sections, next] = await Promise.all([
      readAdminSite(setting, response),
      listSections(db),
      readNext(newsletter),
    ]);
    const options = sections.map(({ id, name }) => ({ value: String(id), text: name }));
    const page = DigestsPage({ site, newsletter, draft, sections: options, next, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/:slug/digests', may('settings'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    const [plans, schedules, publication] = await Promise.all([
      readPlans(db),
      listSchedules(db, { newsletterId: newsletter.id }),
      readPublication(db),
    ]);
    const draft = digestsDraftOf(newsletter, planOf(plans, newsletter.id), schedules, publication.timeZone);
    const isSaved = textOf(request.query, 'done') === 'saved';
    const notice = isSaved ? 'Saved: runs that have not been built follow it within seconds.' : undefined;
    return sendForm(response, newsletter, draft, { notice });
  });

  router.post('/:slug/digests', may('settings'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    const draft = readDigestsDraft(request.body, newsletter);
    const known = new Set((await listSections(db)).map(({ id }) => id));
    const sectionIds = draft.sectionIds.map(Number).filter((id) => known.has(id));
    const form = digestForm.safeParse({ ...draft, sectionIds });
    if (!form.success)
      return sendForm(response, newsletter, draft, { problems: digestProblems(form.error, draft) });
    const outcome = await saveDigests(db, newsletter.id, form.data, clock());
    if (outcome.kind === 'combined-already') {
      const problem = { field: 'isCombined', message: 'Another newsletter is the combined digest already' };
      return sendForm(response, newsletter, draft, { problems: [problem] });
    }
    await recordAct(db, {
      actor: sessionOf(response).staff.name,
      action: 'changed the rhythm of a newsletter',
      object: `newsletter ${newsletter.slug}`,
      details: { on: form.data.schedules.filter(({ isOn }) => isOn).map(({ rhythm }) => rhythm) },
    });
    return response.redirect(303, `/admin/newsletters/${newsletter.slug}/digests?done=saved`);
  });
  return router;
}
