import { type Response, type Router, Router as createRouter } from 'express';
import { SourcePage, type SourceDraft } from '../../../../templates/pages/admin/feedback/source-page.tsx';
import { SourcesPage } from '../../../../templates/pages/admin/feedback/sources-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type ProviderName, providerNames } from '../../../feedback/intake/feedback-event.ts';
import { proofOf, sourceForm } from '../../../feedback/intake/source-form.ts';
import {
  type SourceLine,
  deleteSource,
  findSource,
  listSources,
  saveSource,
} from '../../../feedback/intake/sources.ts';
import { findMailbox } from '../../../feedback/mailbox/report-mailbox.ts';
import { domainOf } from '../../../delivery/mail-sender.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { may, sessionOf } from '../staff-door.ts';
import { providerTitles } from './feedback-words.ts';

const draftOf = (line: SourceLine | null): SourceDraft => ({
  username: line?.username ?? '',
  topics: line?.topics.join('\n') ?? '',
  isOn: line?.isOn ?? true,
});

const findProvider = (params: unknown): ProviderName | undefined =>
  providerNames.find((name) => name === textOf(params, 'provider'));

/** The ways in for what comes back: the listener, and the webhooks of providers. */
export function createSourcesRouter(setting: WebSetting): Router {
  const { db, keys, publicUrl, inboundSmtpPort } = setting;
  const router = createRouter();
  router.use(may('settings'));

  const sendForm = async (
    response: Response,
    provider: ProviderName,
    draft: SourceDraft,
    { line, problems = [] }: { line: SourceLine | null; problems?: readonly FieldProblem[] },
  ) => {
    const page = SourcePage({
      site: await readAdminSite(setting, response),
      provider,
      title: providerTitles[provider],
      proof: proofOf[provider],
      address: `${publicUrl}/webhooks/${provider}`,
      draft,
      isSetUp: line !== null,
      hasSecret: line?.hasSecret ?? false,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const record = (response: Response, action: string) =>
    recordAct(db, { actor: sessionOf(response).staff.name, action });

  router.get('/', async (_request, response) => {
    const [site, publication, lines, mailbox] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listSources(db),
      findMailbox(db),
    ]);
    const page = SourcesPage({
      site,
      listenerPort: inboundSmtpPort ?? null,
      mailDomain: domainOf(publication.senderAddress),
      mailbox: mailbox && {
        name: `${mailbox.username} at ${mailbox.host}`,
        isOn: mailbox.isOn,
        lookedAt: mailbox.lookedAt && clockMoment(mailbox.lookedAt, publication),
        taken: mailbox.taken,
        problem: mailbox.problem,
        problemAt: mailbox.problemAt && clockMoment(mailbox.problemAt, publication),
      },
      sources: providerNames.map((provider) => {
        const line = lines.find((each) => each.provider === provider);
        return {
          provider,
          title: providerTitles[provider],
          state: line ? (line.isOn ? 'on' : 'off') : 'none',
          lastTakenAt: line?.lastTakenAt ? clockMoment(line.lastTakenAt, publication) : null,
          problem: line?.problem ?? null,
          problemAt: line?.problemAt ? clockMoment(line.problemAt, publication) : null,
        };
      }),
    });
    sendPage(response, page);
  });

  router.get('/:provider', async (request, response, next) => {
    const provider = findProvider(request.params);
    if (!provider) return next();
    const line = await findSource(db, provider);
    return sendForm(response, provider, draftOf(line), { line });
  });

  router.post('/:provider', async (request, response, next) => {
    const provider = findProvider(request.params);
    if (!provider) return next();
    const line = await findSource(db, provider);
    const draft: SourceDraft = {
      username: textOf(request.body, 'username'),
      topics: textOf(request.body, 'topics'),
      isOn: textOf(request.body, 'isOn') !== '',
    };
    const given = { ...draft, secret: textOf(request.body, 'secret') };
    const form = sourceForm(provider, { hasSecret: line?.hasSecret ?? false }).safeParse(given);
    if (!form.success)
      return sendForm(response, provider, draft, { line, problems: formProblems(form.error) });
    await saveSource(db, keys, provider, form.data);
    await record(response, `set up the webhook of ${providerTitles[provider]}`);
    return response.redirect(303, '/admin/delivery/sources');
  });

  router.post('/:provider/remove', async (request, response, next) => {
    const provider = findProvider(request.params);
    if (!provider) return next();
    if (await deleteSource(db, provider))
      await record(response, `removed the webhook of ${providerTitles[provider]}`);
    return response.redirect(303, '/admin/delivery/sources');
  });
  return router;
}
