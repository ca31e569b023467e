import { type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import { NewslettersPage } from '../../../templates/pages/reader/newsletters-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { listArchivedNewsletterIds } from '../../editions/archive.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { newsletterChoice } from './choices.ts';
import { formFacts, honeypot, languageField } from './form-facts.ts';
import { readSite } from './reader-site.ts';
import { consentWords, forms } from './sign-up-words.ts';
import { type Visit, visitOf } from './visit.ts';

export type FilledNewsletters = {
  readonly chosen: readonly string[];
  readonly email: string;
  readonly problems: readonly FieldProblem[];
};

export async function renderNewsletters(
  visit: Visit,
  filled: FilledNewsletters = { chosen: [], email: '', problems: [] },
): Promise<VNode> {
  const [{ site }, all, archived] = await Promise.all([
    readSite(visit),
    listNewsletters(visit.db),
    listArchivedNewsletterIds(visit.db),
  ]);
  const newsletters = all.filter(({ isOpen }) => isOpen);
  return NewslettersPage({
    site,
    canonical: `${visit.publicUrl}/newsletters`,
    newsletters: newsletters.map((each) => ({ ...newsletterChoice(each), rhythms: each.rhythms })),
    archives: all.filter(({ id }) => archived.has(id)).map(({ slug, name }) => ({ slug, name })),
    ...filled,
    words: consentWords(visit, []),
    hidden: [
      { name: 'form', value: forms.newsletters },
      ...formFacts(visit, forms.newsletters),
      ...languageField(visit),
    ],
    honeypot,
  });
}

/** `/newsletters`: all that can be subscribed to. */
export function createNewslettersRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.get('/newsletters', async (_request, response) => {
    sendPage(response, await renderNewsletters(await visitOf(setting, response)));
  });
  return router;
}
