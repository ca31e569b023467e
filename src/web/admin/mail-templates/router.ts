import { type Router, Router as createRouter } from 'express';
import { standardTemplate } from '../../../../templates/email/layout.ts';
import { previewLook } from '../../../editions/preview-look.ts';
import { putInForce, saveMailTemplate, templateActs } from '../../../newsletters/mail-templates.ts';
import { type Newsletter, findNewsletter } from '../../../newsletters/newsletter.ts';
import { isSameSecret } from '../../../platform/random-tokens.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readUpload, readWhole } from '../import-upload.ts';
import { readMailLight, sendMailInFrame } from '../mail-in-frame.ts';
import { may, sessionOf } from '../staff-door.ts';
import { createTemplateViews, readVersion } from './template-views.ts';

/** More than a template may have in any encoding: what is too long is told with its length. */
const mostBytes = 1_000_000;

type HandedIn = { readonly source: string; readonly note: string };

/** The template of a newsletter's editions: its versions, a new one, and which of them is in force. */
export function createMailTemplatesRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();
  const views = createTemplateViews(setting);

  const find = (slug: unknown): Promise<Newsletter | null> => findNewsletter(db, { slug: String(slug) });

  router.get('/:slug/template', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    return views.sendList(response, newsletter, { done: textOf(request.query, 'done') });
  });

  async function keep(
    response: Parameters<typeof views.sendList>[0],
    { id, slug, ...newsletter }: Newsletter,
    draft: HandedIn,
    field: 'source' | 'file',
  ): Promise<void> {
    const savedBy = sessionOf(response).staff.name;
    const outcome = await saveMailTemplate(db, publicUrl, { newsletterId: id, savedBy, ...draft });
    if (outcome.kind === 'refused')
      return views.sendList(response, { ...newsletter, id, slug }, { draft, field, errors: outcome.errors });
    if (outcome.isNew)
      await recordAct(db, {
        actor: savedBy,
        action: templateActs.kept(outcome.version),
        object: `newsletter ${slug}`,
        details: draft.note === '' ? {} : { note: draft.note },
      });
    const done = outcome.isNew ? 'kept' : 'same';
    return response.redirect(303, `/admin/newsletters/${slug}/template/${outcome.version}?done=${done}`);
  }

  router.post('/:slug/template', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    const draft = { source: textOf(request.body, 'source'), note: textOf(request.body, 'note') };
    return keep(response, newsletter, draft, 'source');
  });

  /** The door has checked everything but the token: it comes with the file. */
  router.post('/:slug/template/file', may('settings'), async (request, response, next) => {
    const { csrfToken } = sessionOf(response);
    const file = await readUpload(request, (token) => isSameSecret(token, csrfToken));
    const bytes = file && (await readWhole(file, mostBytes));
    const newsletter = await find(request.params['slug']);
    if (!newsletter) return next();
    if (!file || !bytes) {
      const problem = file ? 'This file is larger than a template may be' : 'Please choose a file';
      return views.sendList(response, newsletter, { field: 'file', problem });
    }
    const source = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
    return keep(response, newsletter, { source, note: file.fields['note'] ?? '' }, 'file');
  });

  router.get('/:slug/template/:version', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    const version = newsletter && (await readVersion(db, newsletter.id, request.params['version']));
    if (!newsletter || !version) return next();
    return views.sendVersion(response, newsletter, version, request.query);
  });

  router.get('/:slug/template/:version/mail.html', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    const version = newsletter && (await readVersion(db, newsletter.id, request.params['version']));
    if (!newsletter || !version) return next();
    const { html } = await previewLook(db, publicUrl, newsletter, version.number);
    return sendMailInFrame(response, publicUrl, html, readMailLight(request.query));
  });

  router.get('/:slug/template/:version/template.mjml', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    const version = newsletter && (await readVersion(db, newsletter.id, request.params['version']));
    if (!newsletter || !version) return next();
    const name = `${newsletter.slug}-${version.number ?? 'standard'}.mjml`;
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    return response
      .type('text/plain')
      .send(version.number === null ? await standardTemplate('edition') : version.source);
  });

  router.post('/:slug/template/:version/use', may('settings'), async (request, response, next) => {
    const newsletter = await find(request.params['slug']);
    const version = newsletter && (await readVersion(db, newsletter.id, request.params['version']));
    if (!newsletter || !version) return next();
    const { slug } = newsletter;
    const outcome = await putInForce(db, newsletter.id, version.number);
    if (outcome.kind === 'missing') return next();
    if (outcome.kind === 'refused') return views.sendVersion(response, newsletter, version, {}, 422);
    if (outcome.kind === 'done')
      await recordAct(db, {
        actor: sessionOf(response).staff.name,
        action: templateActs.putInForce(version.number),
        object: `newsletter ${slug}`,
      });
    const done = version.number === null ? 'standard' : 'used';
    return response.redirect(303, `/admin/newsletters/${slug}/template?done=${done}`);
  });
  return router;
}
