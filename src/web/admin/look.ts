import { type Response, type Router, Router as createRouter } from 'express';
import { type LookDraft, LookPage } from '../../../templates/pages/admin/look-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { previewLook } from '../../editions/preview-look.ts';
import { type Look, lookForm, saveLook, withForm } from '../../newsletters/look.ts';
import { type Newsletter, findNewsletter } from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { isSameSecret } from '../../platform/random-tokens.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { readMailLight, sendMailInFrame } from './mail-in-frame.ts';
import { may, sessionOf } from './staff-door.ts';
import { uploadPicture } from './upload-picture.ts';

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: drafts have it now. What was sent before keeps the look it had.',
};

const draftOf = ({ accent = '', darkAccent = '', font, logo }: Look): LookDraft => ({
  accent,
  darkAccent,
  font: font ?? '',
  logoAlt: logo?.alt ?? '',
});

/** How the mails of a newsletter look: colours, letters, logo. */
export function createLookRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  const find = (slug: unknown): Promise<Newsletter | null> => findNewsletter(db, { slug: String(slug) });

  type Shown = {
    readonly draft?: LookDraft;
    readonly problems?: readonly FieldProblem[];
    readonly notice?: string | undefined;
  };

  async function show(
    response: Response,
    newsletter: Newsletter,
    { draft = draftOf(newsletter.look), problems = [], notice }: Shown = {},
  ): Promise<void> {
    const [site, { accent }] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const { slug, name, look } = newsletter;
    const page = LookPage({ site, slug, name, draft, logo: look.logo, accent, problems, notice });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  async function save(
    response: Response,
    { id, slug }: Newsletter,
    look: Look,
    action: string,
  ): Promise<void> {
    await saveLook(db, id, look);
    await recordAct(db, { actor: sessionOf(response).staff.name, action, object: `newsletter ${slug}` });
    response.redirect(303, `/admin/newsletters/${slug}/look?done=saved`);
  }

  router.get('/:slug/look', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    return show(response, newsletter, { notice: notices[textOf(request.query, 'done')] });
  });

  router.get('/:slug/look.html', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    const { html } = await previewLook(db, publicUrl, newsletter);
    sendMailInFrame(response, publicUrl, html, readMailLight(request.query));
  });

  router.post('/:slug/look', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    const draft = {
      accent: textOf(request.body, 'accent'),
      darkAccent: textOf(request.body, 'darkAccent'),
      font: textOf(request.body, 'font'),
      logoAlt: textOf(request.body, 'logoAlt'),
    };
    const form = lookForm.safeParse(draft);
    if (!form.success) return show(response, newsletter, { draft, problems: formProblems(form.error) });
    return save(
      response,
      newsletter,
      withForm(newsletter.look, form.data),
      'changed the look of a newsletter',
    );
  });

  /** The door has checked everything but the token: it comes with the file. */
  router.post('/:slug/look/logo', may('settings'), async (request, response, next) => {
    const { csrfToken } = sessionOf(response);
    const upload = await uploadPicture(db, request, (token) => isSameSecret(token, csrfToken));
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    if (upload.kind === 'refused')
      return show(response, newsletter, { problems: [{ field: 'file', message: upload.message }] });
    const { look } = newsletter;
    const logo = { ...upload.picture, alt: look.logo?.alt ?? '' };
    return save(response, newsletter, { ...look, logo }, 'changed the logo of a newsletter');
  });

  router.post('/:slug/look/logo/remove', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    const { logo: _logo, ...look } = newsletter.look;
    return save(response, newsletter, look, 'removed the logo of a newsletter');
  });
  return router;
}
