import { type Response, type Router, Router as createRouter } from 'express';
import { type PublicationDraft, PublicationPage } from '../../../templates/pages/admin/publication-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import {
  type Publication,
  findPublication,
  publicationForm,
  savePublication,
} from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf, textsOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { createAccessRouter } from './access.ts';
import { readAdminSite } from './admin-site.ts';
import { createClicksRouter } from './clicks.ts';
import { formProblems } from './form-problems.ts';
import { createFormsRouter } from './forms/forms.ts';
import { createSignUpRulesRouter } from './forms/sign-up-rules.ts';
import { createKeysRouter } from './keys.ts';
import { createLettersRouter } from './letters.ts';
import { requirePublication } from './require-publication.ts';
import { createStaffRouter } from './staff/staff.ts';
import { may, sessionOf } from './staff-door.ts';
import { createGiftsGroupsRouter } from './subscriptions/gifts-groups.ts';
import { createSubscriptionsRouter } from './subscriptions/subscriptions.ts';
import { createTrailRouter } from './trail.ts';
import { createWarningsRouter } from './warnings.ts';
import { createWebhooksRouter } from './webhooks/webhooks.ts';
import { languageNames, languages } from '../../../templates/words/languages.ts';

const readDraft = (body: unknown): PublicationDraft => ({
  name: textOf(body, 'name'),
  town: textOf(body, 'town'),
  tagline: textOf(body, 'tagline'),
  timeZone: textOf(body, 'timeZone').trim(),
  postalAddress: textOf(body, 'postalAddress'),
  senderName: textOf(body, 'senderName'),
  senderAddress: textOf(body, 'senderAddress'),
  replyTo: textOf(body, 'replyTo').trim(),
  accent: textOf(body, 'accent').trim(),
  language: textOf(body, 'language') || 'en',
  otherLanguages: textsOf(body, 'otherLanguages'),
});

const draftOf = (publication: Publication | null): PublicationDraft =>
  publication
    ? { ...publication, replyTo: publication.replyTo ?? '' }
    : { ...readDraft({}), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, accent: '#284e7d' };

const languageOptions = languages.map((value) => ({ value, text: languageNames[value] }));

/** The settings are the owner's: one check stands before all of them. */
export function createSettingsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();
  router.use(may('settings'));

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const sendForm = async (
    response: Response,
    draft: PublicationDraft,
    { problems = [], notice }: Shown,
  ): Promise<void> => {
    const site = await readAdminSite(setting, response);
    sendPage(
      response,
      PublicationPage({ site, draft, languages: languageOptions, notice, problems }),
      problems.length > 0 ? 422 : 200,
    );
  };

  router.get('/', async (request, response) => {
    const notice =
      textOf(request.query, 'done') === 'saved' ? 'Saved: pages and mails say so from now on.' : undefined;
    await sendForm(response, draftOf(await findPublication(db)), { notice });
  });

  router.post('/', async (request, response) => {
    const draft = readDraft(request.body);
    const form = publicationForm.safeParse(draft);
    if (!form.success) return sendForm(response, draft, { problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await savePublication(tx, form.data);
      await recordAct(tx, { actor: sessionOf(response).staff.name, action: 'changed the publication' });
    });
    return response.redirect(303, '/admin/settings?done=saved');
  });

  router.use(requirePublication(setting));
  router.use('/forms', createFormsRouter(setting));
  router.use('/sign-up', createSignUpRulesRouter(setting));
  router.use('/access', createAccessRouter(setting));
  router.use('/subscriptions', createSubscriptionsRouter(setting));
  router.use('/gifts-and-groups', createGiftsGroupsRouter(setting));
  router.use('/letters', createLettersRouter(setting));
  router.use('/warnings', createWarningsRouter(setting));
  router.use('/clicks', createClicksRouter(setting));
  router.use('/staff', createStaffRouter(setting));
  router.use('/keys', createKeysRouter(setting));
  router.use('/webhooks', createWebhooksRouter(setting));
  router.use('/trail', createTrailRouter(setting));
  return router;
}
