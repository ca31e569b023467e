import { type Response, type Router, Router as createRouter } from 'express';
import { RunPage } from '../../../../templates/pages/admin/editions/run-page.tsx';
import { RunsPage } from '../../../../templates/pages/admin/editions/runs-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import {
  type BuildNowOutcome,
  type DigestRun,
  approveRun,
  buildRunNow,
  findRun,
  listRuns,
  listStoriesOf,
  pinLead,
  quietUntil,
  sendRunAtOnce,
  skipRun,
} from '../../../editions/digests/steer-run.ts';
import { findEdition } from '../../../editions/editions.ts';
import { findNewsletter, listNewsletters } from '../../../newsletters/newsletter.ts';
import type { Approver } from '../../../editions/approval.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { authorOf, may, sessionOf } from '../staff-door.ts';
import { editionPath } from './edition-path.ts';
import { runPath, runRow } from './run-row.ts';

const shown = { open: 100, ended: 50 };

const notices: Readonly<Record<string, string>> = {
  approve: 'It leaves at its hour, or at once when that is over.',
  'send-now': 'It leaves at once.',
  skip: 'Skipped. Nothing of it leaves.',
  build: 'The draft is there. It leaves at its hour.',
  lead: 'It leads when the edition is built.',
  'no-change': 'It had changed meanwhile; this is how it stands now.',
  'own-text':
    'You changed its draft, and this newsletter asks for a second person: somebody else has to approve it.',
  'nothing-new': 'There is no new story to build it from yet.',
};

/** Automatic editions: what comes, what waits for a word, what became of each. */
export function createRunsRouter(setting: WebSetting): Router {
  const { db, clock, publicUrl } = setting;
  const router = createRouter();

  router.get('/runs', may('read'), async (_request, response) => {
    const [site, publication, newsletters, open, ended] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listNewsletters(db),
      listRuns(db, { isOpen: true, limit: shown.open }),
      listRuns(db, { isOpen: false, limit: shown.ended }),
    ]);
    const rows = (lines: typeof open) => lines.map((line) => runRow(line, publication));
    sendPage(response, RunsPage({ site, open: rows(open), ended: rows(ended), newsletters }));
  });

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  async function sendRunPage(
    response: Response,
    run: DigestRun,
    { problems = [], notice }: Shown = {},
  ): Promise<void> {
    const [site, publication, newsletter, edition, stories, quiet] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      findNewsletter(db, { id: run.newsletterId }),
      run.edition === null ? null : findEdition(db, run.edition),
      listStoriesOf(db, run, clock()),
      quietUntil(db, run, clock()),
    ]);
    if (!newsletter) throw new Error(`the newsletter of run ${run.publicId} is missing`);
    const moment = (at: Date) => recordMoment(at, publication);
    const page = RunPage({
      ...run,
      site,
      path: runPath(run.publicId),
      newsletter,
      windowStart: moment(run.windowStart),
      windowEnd: moment(run.windowEnd),
      departsAt: moment(run.departsAt),
      deadlineAt: run.deadlineAt && moment(run.deadlineAt),
      edition: edition && { href: editionPath(edition.publicId), version: edition.version },
      stories,
      pinned: stories.find(({ id }) => id === run.leadArticleId)?.slug ?? null,
      quietUntil: quiet && moment(quiet),
      maySend: mayRole(sessionOf(response).staff.role, 'send'),
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/runs/:run', may('read'), async (request, response, next) => {
    const run = await findRun(db, textOf(request.params, 'run'));
    if (!run) return next();
    return sendRunPage(response, run, { notice: notices[textOf(request.query, 'done')] });
  });

  /** An act on a run, recorded when it did something. */
  const onPost = (
    act: string,
    words: string,
    doIt: (publicId: string, body: unknown, by: Approver) => Promise<BuildNowOutcome>,
  ) => {
    router.post(`/runs/:run/${act}`, may('send'), async (request, response, next) => {
      const publicId = textOf(request.params, 'run');
      const { staff } = sessionOf(response);
      const reason = textOf(request.body, 'reason').trim().slice(0, 300);
      const outcome = await doIt(publicId, request.body, authorOf(response));
      if (outcome.kind === 'missing') return next();
      if (outcome.kind === 'quiet') {
        const run = await findRun(db, publicId);
        if (!run) return next();
        const problem = {
          field: 'reason',
          message: 'Please say why it cannot wait for the end of the quiet hours',
        };
        return sendRunPage(response, run, { problems: [problem] });
      }
      if (outcome.kind === 'done') {
        const details = reason === '' ? {} : { reason };
        await recordAct(db, { actor: staff.name, action: words, object: `run ${publicId}`, details });
      }
      const done = outcome.kind === 'done' ? act : outcome.kind;
      return response.redirect(303, `${runPath(publicId)}?done=${done}`);
    });
  };
  const wordOf = (publicId: string, body: unknown, { name: by, staffId }: Approver) => {
    const version = Number(textOf(body, 'version'));
    const reason = textOf(body, 'reason').trim().slice(0, 300);
    const approver = { staffId, publicUrl };
    return { publicId, by, reason, version: version > 0 ? version : undefined, approver };
  };

  onPost('approve', 'approved an automatic edition', (publicId, body, by) =>
    approveRun(db, wordOf(publicId, body, by), clock()),
  );
  onPost('send-now', 'sent an automatic edition at once', async (publicId, body, by) => {
    const word = wordOf(publicId, body, by);
    return word.reason === '' ? { kind: 'quiet', until: clock() } : sendRunAtOnce(db, word, clock());
  });
  onPost('skip', 'skipped an automatic edition', (publicId, _body, by) =>
    skipRun(db, { publicId, by: by.name }, clock()),
  );
  onPost('build', 'built an automatic edition early', (publicId) => buildRunNow(db, publicId, clock()));
  onPost('lead', 'pinned the lead of an automatic edition', (publicId, body) =>
    pinLead(db, publicId, textOf(body, 'lead') || null),
  );
  return router;
}
