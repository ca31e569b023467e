import { type Response, type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import { FormPage } from '../../../../templates/pages/reader/form-page.tsx';
import { MessagePage } from '../../../../templates/pages/reader/message-page.tsx';
import type { SignUpBoxProps } from '../../../../templates/pages/reader/sign-up-box.tsx';
import { type NewsroomForm, findForm } from '../../../audience/forms/newsroom-forms.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readSite } from '../reader-site.ts';
import { type RefusedBox, readOffer, signUpBox } from '../sign-up-box.ts';

export type FormFilling = {
  readonly articleSlug?: string | undefined;
  readonly refused?: RefusedBox | undefined;
};

/** The box of a form, wherever it stands alone. */
export async function readFormBox(
  setting: WebSetting,
  form: NewsroomForm,
  filling: FormFilling,
): Promise<SignUpBoxProps> {
  const [publication, offer] = await Promise.all([readPublication(setting.db), readOffer(setting, form)]);
  return signUpBox(setting, { publication, form, offer, ...filling }, { id: 'form' });
}

/** The hosted page of a form, with what was typed when it comes back. */
export async function renderFormPage(
  setting: WebSetting,
  form: NewsroomForm,
  filling: FormFilling = {},
): Promise<VNode> {
  const [{ site }, box] = await Promise.all([readSite(setting), readFormBox(setting, form, filling)]);
  return FormPage({ site, box });
}

/** A form the newsroom has switched off says so, and where to go instead. */
export async function sendFormClosed(setting: WebSetting, response: Response): Promise<void> {
  const { site } = await readSite(setting);
  const sentences = [
    'This form takes no more sign-ups. Our newsletters are still there: choose what you would like to read.',
  ];
  const page = MessagePage({
    site,
    title: 'This form is closed',
    sentences,
    link: { href: '/signup', text: 'Choose newsletters' },
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
    if (!form.isEnabled) return sendFormClosed(setting, response);
    const articleSlug = articleIn(request.query);
    return sendPage(response, await renderFormPage(setting, form, { articleSlug }));
  });
  return router;
}
