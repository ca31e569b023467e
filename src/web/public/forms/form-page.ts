import { type Response, type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import { FormPage } from '../../../../templates/pages/reader/form-page.tsx';
import { MessagePage } from '../../../../templates/pages/reader/message-page.tsx';
import type { SignUpBoxProps } from '../../../../templates/pages/reader/sign-up-box.tsx';
import { type NewsroomForm, findForm } from '../../../audience/forms/newsroom-forms.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readSite } from '../reader-site.ts';
import { type RefusedBox, readOffer, signUpBox } from '../sign-up-box.ts';
import { type Visit, visitOf } from '../visit.ts';

export type FormFilling = {
  readonly articleSlug?: string | undefined;
  readonly refused?: RefusedBox | undefined;
};

/** The box of a form, wherever it stands alone. */
export async function readFormBox(
  visit: Visit,
  form: NewsroomForm,
  filling: FormFilling,
): Promise<SignUpBoxProps> {
  const offer = await readOffer(visit, form);
  return signUpBox(visit, { form, offer, ...filling }, { id: 'form' });
}

/** The hosted page of a form, with what was typed when it comes back. */
export async function renderFormPage(
  visit: Visit,
  form: NewsroomForm,
  filling: FormFilling = {},
): Promise<VNode> {
  const [{ site }, box] = await Promise.all([readSite(visit), readFormBox(visit, form, filling)]);
  return FormPage({ site, box });
}

/** A form the newsroom has switched off says so, and where to go instead. */
export async function sendFormClosed(visit: Visit, response: Response): Promise<void> {
  const { site } = await readSite(visit);
  const { signUp } = visit.words;
  const page = MessagePage({
    site,
    title: signUp.closed,
    sentences: [signUp.closedText],
    link: { href: '/signup', text: signUp.closedLink },
  });
  sendPage(response, page, 410);
}

/** The article a visitor of the form comes from, for the reader it earns. */
export const articleIn = (query: unknown): string | undefined =>
  textOf(query, 'article').slice(0, 200) || undefined;

/** `/forms/:form`: every form of the newsroom has a page of its own. */
export function createFormPageRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.get('/forms/:form', async (request, response, next) => {
    const form = await findForm(setting.db, request.params.form);
    if (!form) return next();
    const visit = await visitOf(setting, response, { form: form.language });
    if (!form.isEnabled) return sendFormClosed(visit, response);
    const articleSlug = articleIn(request.query);
    return sendPage(response, await renderFormPage(visit, form, { articleSlug }));
  });
  return router;
}
