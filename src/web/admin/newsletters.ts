import { type Response, type Router, Router as createRouter } from 'express';
import { type NewsletterDraft, NewsletterPage } from '../../../templates/pages/admin/newsletter-page.tsx';
import { NewslettersPage } from '../../../templates/pages/admin/newsletters-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { countOnLists } from '../../audience/growth.ts';
import { countPending } from '../../audience/reachable.ts';
import {
  type Newsletter,
  addNewsletter,
  findNewsletter,
  listNewsletters,
  newsletterForm,
  saveNewsletter,
} from '../../newsletters/newsletter.ts';
import { readPublication } from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { mayRole } from '../../staff/roles.ts';
import { textOf, textsOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { may, sessionOf } from './staff-door.ts';

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: it counts for every edition from now on.',
  added: 'Added: it takes sign-ups when it is open.',
};

const draftOf = (newsletter: Newsletter): NewsletterDraft => ({
  ...newsletter,
  senderName: newsletter.senderName ?? '',
  undoSeconds: String(newsletter.undoSeconds),
});

const readDraft = (body: unknown, slug: string): NewsletterDraft => ({
  slug,
  name: textOf(body, 'name'),
  promise: textOf(body, 'promise'),
  frequency: textOf(body, 'frequency'),
  senderName: textOf(body, 'senderName'),
  rhythms: textsOf(body, 'rhythms'),
  defaultRhythm: textOf(body, 'defaultRhythm'),
  undoSeconds: textOf(body, 'undoSeconds'),
  isOpen: textOf(body, 'isOpen') !== '',
  tracksClicks: textOf(body, 'tracksClicks') !== '',
  tracksOpens: textOf(body, 'tracksOpens') !== '',
  needsApproval: textOf(body, 'needsApproval') !== '',
});

const fresh: NewsletterDraft = {
  slug: '',
  name: '',
  promise: '',
  frequency: '',
  senderName: '',
  rhythms: ['daily', 'weekly'],
  defaultRhythm: 'daily',
  undoSeconds: '60',
  isOpen: true,
  tracksClicks: true,
  tracksOpens: false,
  needsApproval: false,
};

/** What can be subscribed to. */
export function createNewslettersRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (_request, response) => {
    const [site, newsletters, onList, pending] = await Promise.all([
      readAdminSite(setting, response),
      listNewsletters(db),
      countOnLists(db),
      countPending(db),
    ]);
    const rows = newsletters.map((newsletter) => ({
      ...newsletter,
      onList: onList.get(newsletter.id) ?? 0,
      pending: pending.get(newsletter.id) ?? 0,
    }));
    const mayChange = mayRole(sessionOf(response).staff.role, 'settings');
    sendPage(response, NewslettersPage({ site, rows, mayChange }));
  });

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const sendForm = async (
    response: Response,
    slug: string | null,
    draft: NewsletterDraft,
    { problems = [], notice }: Shown = {},
  ): Promise<void> => {
    const [site, { senderName }] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const page = NewsletterPage({ site, slug, draft, senderName, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const record = (response: Response, action: string, slug: string) =>
    recordAct(db, { actor: sessionOf(response).staff.name, action, object: `newsletter ${slug}` });

  router.get('/new', may('settings'), (_request, response) => sendForm(response, null, fresh));

  router.post('/new', may('settings'), async (request, response) => {
    const draft = readDraft(request.body, textOf(request.body, 'slug').trim());
    const form = newsletterForm.safeParse(draft);
    if (!form.success) return sendForm(response, null, draft, { problems: formProblems(form.error) });
    const isTaken = form.data.slug === 'new' || !(await addNewsletter(db, form.data));
    if (isTaken) {
      const problem = {
        field: 'slug',
        message: 'Another newsletter has this address part; please take one of its own',
      };
      return sendForm(response, null, draft, { problems: [problem] });
    }
    await record(response, 'added a newsletter', form.data.slug);
    return response.redirect(303, `/admin/newsletters/${form.data.slug}?done=added`);
  });

  router.get('/:slug', may('settings'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    const notice = notices[textOf(request.query, 'done')];
    return sendForm(response, newsletter.slug, draftOf(newsletter), { notice });
  });

  router.post('/:slug', may('settings'), async (request, response, next) => {
    const newsletter = await findNewsletter(db, { slug: textOf(request.params, 'slug') });
    if (!newsletter) return next();
    const { slug } = newsletter;
    const draft = readDraft(request.body, slug);
    const form = newsletterForm.safeParse(draft);
    if (!form.success) return sendForm(response, slug, draft, { problems: formProblems(form.error) });
    await saveNewsletter(db, form.data);
    await record(response, 'changed a newsletter', slug);
    return response.redirect(303, `/admin/newsletters/${slug}?done=saved`);
  });
  return router;
}
