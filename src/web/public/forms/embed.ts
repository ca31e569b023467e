import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Router, Router as createRouter } from 'express';
import { EmbedPage } from '../../../../templates/pages/reader/form-page.tsx';
import { findForm } from '../../../audience/forms/newsroom-forms.ts';
import { readSignUpSetting } from '../../../audience/guard/sign-up-setting.ts';
import { textOf } from '../../form-body.ts';
import { letBeFramedBy } from '../../security-headers.ts';
import { assetFolder, sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readSite } from '../reader-site.ts';
import { articleIn, readFormBox, sendFormClosed } from './form-page.ts';
import { renderSnippet } from './snippet.ts';
import { visitOf } from '../visit.ts';

/** Text that a script can hold: nothing in it ends the script, whatever stands around. */
const scriptText = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c');

/**
 * `/embed.js` for other sites: alone it makes pasted forms answer in their place; `?form=…` brings a form along and puts it
 * where the script stands, `&lang=…` in a language of the page's own. Pasted addresses live for years, so the file is asked for again every hour, by its tag.
 */
export function createEmbedRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/embed.js', async (request, response, next) => {
    const slug = textOf(request.query, 'form');
    const [program, form] = await Promise.all([
      readFile(path.join(assetFolder, 'embed.js'), 'utf8'),
      slug === '' ? null : findForm(db, slug),
    ]);
    if (slug !== '' && !form) return next();
    const language = textOf(request.query, 'lang');
    const markup = form?.isEnabled ? await renderSnippet(setting, form, language) : '';
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response
      .type('js')
      .send(slug === '' ? program : `globalThis.doorstepForm=${scriptText(markup)};\n${program}`);
  });

  router.get('/embed/:form', async (request, response, next) => {
    const form = await findForm(db, request.params.form);
    if (!form) return next();
    const { sites } = await readSignUpSetting(db);
    letBeFramedBy(response, sites);
    const visit = await visitOf(setting, response, { form: form.language });
    if (!form.isEnabled) return sendFormClosed(visit, response);
    const articleSlug = articleIn(request.query);
    const [{ site }, box] = await Promise.all([readSite(visit), readFormBox(visit, form, { articleSlug })]);
    return sendPage(response, EmbedPage({ site, box }));
  });
  return router;
}
