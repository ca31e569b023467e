import { type Response, type Router, Router as createRouter } from 'express';
import { AdminFormPage, type FormDraft } from '../../../../templates/pages/admin/form-page.tsx';
import { FormsPage } from '../../../../templates/pages/admin/forms-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import {
  type FormPlace,
  type NewsroomForm,
  addForm,
  countSignUpsByForm,
  findForm,
  formSlug,
  listForms,
  newsroomFormForm,
  saveForm,
} from '../../../audience/forms/newsroom-forms.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf, textsOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { sessionOf } from '../staff-door.ts';
import { readFormCodes } from './form-codes.ts';
import { offeredLanguages, readPublication } from '../../../newsletters/publication.ts';
import { languageNames } from '../../../../templates/words/languages.ts';

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: readers see it from now on.',
  added: 'Added: its page is open, and the code to paste is below.',
};

const places: Readonly<Record<FormPlace, string>> = {
  story: 'In stories',
  front: 'On the front page',
  elsewhere: 'Elsewhere',
};

const fresh: FormDraft = {
  slug: '',
  name: '',
  standsOn: '',
  headline: '',
  promise: '',
  button: '',
  asksName: false,
  showsChoices: false,
  newsletters: [],
  tier: '',
  isEnabled: true,
  language: '',
};

const readDraft = (body: unknown, slug: string): FormDraft => ({
  slug,
  name: textOf(body, 'name'),
  standsOn: textOf(body, 'standsOn'),
  headline: textOf(body, 'headline'),
  promise: textOf(body, 'promise'),
  button: textOf(body, 'button'),
  asksName: textOf(body, 'asksName') !== '',
  showsChoices: textOf(body, 'showsChoices') !== '',
  newsletters: textsOf(body, 'newsletters'),
  tier: textOf(body, 'tier'),
  isEnabled: textOf(body, 'isEnabled') !== '',
  language: textOf(body, 'language'),
});

/** `/admin/settings/forms`: where readers sign up. */
export function createFormsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', async (_request, response) => {
    const [site, forms, counts] = await Promise.all([
      readAdminSite(setting, response),
      listForms(db),
      countSignUpsByForm(db),
    ]);
    const countOf = (slug: string) => counts.find(({ form }) => form === slug);
    const rows = forms.map(({ slug, name, place, standsOn, isEnabled }) => ({
      slug,
      name,
      stands: standsOn || places[place],
      isEnabled,
      asked: countOf(slug)?.asked ?? 0,
      confirmed: countOf(slug)?.confirmed ?? 0,
    }));
    const others = counts
      .filter(({ form }) => !forms.some(({ slug }) => slug === form))
      .map(({ form, asked, confirmed }) => ({ name: form, asked, confirmed }));
    sendPage(response, FormsPage({ site, rows, others }));
  });

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const sendForm = async (
    response: Response,
    form: NewsroomForm | null,
    draft: FormDraft,
    { problems = [], notice }: Shown = {},
  ): Promise<void> => {
    const [site, newsletters, tiers, publication] = await Promise.all([
      readAdminSite(setting, response),
      listNewsletters(db),
      listTiers(db),
      readPublication(db),
    ]);
    const page = AdminFormPage({
      site,
      slug: form?.slug ?? null,
      draft,
      mayClose: form === null || form.place === 'elsewhere',
      newsletters: newsletters.map(({ slug, name }) => ({ value: slug, text: name })),
      languages: offeredLanguages(publication).map((value) => ({ value, text: languageNames[value] })),
      tiers: tiers.map(({ slug, name }) => ({ value: slug, text: name })),
      codes: form ? await readFormCodes(setting, form) : undefined,
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const act = (response: Response, action: string, publicId: string) => ({
    actor: sessionOf(response).staff.name,
    action,
    object: `form ${publicId}`,
  });

  router.get('/new', (_request, response) => sendForm(response, null, fresh));

  router.post('/new', async (request, response) => {
    const draft = readDraft(request.body, textOf(request.body, 'slug'));
    const form = newsroomFormForm.safeParse(draft);
    const slug = formSlug.safeParse(draft.slug);
    const taken = 'Another form has this address part; please take one of its own';
    const slugProblem = slug.success ? null : (slug.error.issues[0]?.message ?? taken);
    if (!form.success || !slug.success) {
      const problems = [
        ...(form.success ? [] : formProblems(form.error)),
        ...(slugProblem === null ? [] : [{ field: 'slug', message: slugProblem }]),
      ];
      return sendForm(response, null, draft, { problems });
    }
    const added = await db.transaction().execute(async (tx) => {
      const made = slug.data === 'new' ? null : await addForm(tx, slug.data, form.data);
      if (made) await recordAct(tx, act(response, `added the sign-up form ${slug.data}`, made.publicId));
      return made;
    });
    if (!added) return sendForm(response, null, draft, { problems: [{ field: 'slug', message: taken }] });
    return response.redirect(303, `/admin/settings/forms/${slug.data}?done=added`);
  });

  router.get('/:slug', async (request, response, next) => {
    const form = await findForm(db, textOf(request.params, 'slug'));
    if (!form) return next();
    const notice = notices[textOf(request.query, 'done')];
    return sendForm(
      response,
      form,
      { ...form, tier: form.tier ?? '', language: form.language ?? '' },
      { notice },
    );
  });

  router.post('/:slug', async (request, response, next) => {
    const known = await findForm(db, textOf(request.params, 'slug'));
    if (!known) return next();
    const draft = readDraft(request.body, known.slug);
    const form = newsroomFormForm.safeParse(draft);
    if (!form.success) return sendForm(response, known, draft, { problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await saveForm(tx, known.slug, form.data);
      await recordAct(tx, act(response, `changed the sign-up form ${known.slug}`, known.publicId));
    });
    return response.redirect(303, `/admin/settings/forms/${known.slug}?done=saved`);
  });
  return router;
}
