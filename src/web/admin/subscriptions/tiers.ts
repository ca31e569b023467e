import { type Response, type Router, Router as createRouter } from 'express';
import { type TierDraft, TierPage } from '../../../../templates/pages/admin/tier-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type Tier, findTier, listTiers, saveTier, tierForm } from '../../../membership/tiers.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { sessionOf } from '../staff-door.ts';
import { readPriceLines, writePriceLines } from './price-lines.ts';

const readDraft = (body: unknown, slug: string): TierDraft => ({
  slug,
  name: textOf(body, 'name').trim(),
  description: textOf(body, 'description').trim(),
  benefits: textOf(body, 'benefits'),
  rank: textOf(body, 'rank').trim(),
  isRecommended: textOf(body, 'isRecommended') !== '',
  prices: textOf(body, 'prices'),
});

const draftOf = (tier: Tier): TierDraft => ({
  ...tier,
  benefits: tier.benefits.join('\n'),
  rank: String(tier.rank),
  prices: writePriceLines(tier.prices),
});

const fresh: TierDraft = {
  slug: '',
  name: '',
  description: '',
  benefits: '',
  rank: '',
  isRecommended: false,
  prices: '',
};

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What the draft comes to, or what is wrong with it, also beside the tiers there are. */
function check(draft: TierDraft, others: readonly Tier[]) {
  const prices = readPriceLines(draft.prices);
  const form = tierForm.safeParse({
    ...draft,
    rank: /^\d{1,3}$/.test(draft.rank) ? Number(draft.rank) : -1,
    benefits: lines(draft.benefits),
    prices: prices.kind === 'prices' ? prices.prices : [],
  });
  const problems: FieldProblem[] = form.success ? [] : [...formProblems(form.error)];
  const twin = others.find(({ rank }) => String(rank) === draft.rank);
  if (twin) problems.push({ field: 'rank', message: `${twin.name} has this rank` });
  if (others.some(({ slug }) => slug === draft.slug) || draft.slug === 'new')
    problems.push({
      field: 'slug',
      message: 'Another tier has this address part; please take one of its own',
    });
  if (prices.kind === 'problem') problems.push({ field: 'prices', message: prices.message });
  else if (draft.rank === '0' && prices.prices.length > 0)
    problems.push({ field: 'prices', message: 'The free tier has no price' });
  return { form, problems };
}

/** What can be subscribed to, and what it costs. */
export function createTiersRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  const send = async (
    response: Response,
    slug: string | null,
    draft: TierDraft,
    problems: readonly FieldProblem[] = [],
  ): Promise<void> => {
    const site = await readAdminSite(setting, response);
    sendPage(response, TierPage({ site, slug, draft, problems }), problems.length > 0 ? 422 : 200);
  };

  const save = async (response: Response, slug: string | null, draft: TierDraft): Promise<void> => {
    const others = (await listTiers(db)).filter((tier) => tier.slug !== slug);
    const { form, problems } = check(draft, others);
    if (!form.success || problems.length > 0) return send(response, slug, draft, problems);
    await db.transaction().execute(async (tx) => {
      await saveTier(tx, form.data);
      const action = slug === null ? 'added a tier' : 'changed a tier';
      await recordAct(tx, {
        actor: sessionOf(response).staff.name,
        action,
        object: `tier ${form.data.slug}`,
        details: { prices: form.data.prices },
      });
    });
    return response.redirect(303, '/admin/settings/subscriptions?done=tier');
  };

  router.get('/new', (_request, response) => send(response, null, fresh));
  router.post('/new', (request, response) =>
    save(response, null, readDraft(request.body, textOf(request.body, 'slug').trim())),
  );
  router.get('/:slug', async (request, response, next) => {
    const tier = await findTier(db, textOf(request.params, 'slug'));
    return tier ? send(response, tier.slug, draftOf(tier)) : next();
  });
  router.post('/:slug', async (request, response, next) => {
    const tier = await findTier(db, textOf(request.params, 'slug'));
    return tier ? save(response, tier.slug, readDraft(request.body, tier.slug)) : next();
  });
  return router;
}
