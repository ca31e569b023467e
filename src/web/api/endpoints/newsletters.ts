import { z } from 'zod';
import { listSuppressionsOf } from '../../../delivery/suppressions.ts';
import { planOf, readPlans, setAtReadersHour } from '../../../editions/digests/plan.ts';
import {
  type Newsletter,
  type NewsletterForm,
  addNewsletter,
  findNewsletter,
  listNewsletters,
  newsletterForm,
  saveNewsletter,
} from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { errorsByField } from './field-errors.ts';
import { iso, moment, rhythm, slug } from './shapes.ts';
import { addressKeyOf } from './subscribers.ts';
import { withChanges } from './with-changes.ts';

const newsletter = z.strictObject({
  slug,
  name: z.string(),
  promise: z.string(),
  frequency: z.string().describe('In words'),
  senderName: z.string().nullable().describe('Null: that of the publication'),
  rhythms: z.array(rhythm),
  defaultRhythm: rhythm,
  undoSeconds: z.int().describe('How long a release can be taken back'),
  isOpen: z.boolean().describe('Whether it takes sign-ups'),
  tracksClicks: z.boolean(),
  tracksOpens: z.boolean(),
  needsApproval: z.boolean().describe('Its editions want the word of somebody who did not write them'),
  atReadersHour: z.boolean().describe('Its daily and weekly editions come at each reader’s own hour'),
});

type Plans = Awaited<ReturnType<typeof readPlans>>;

const toJson = (line: Newsletter, plans: Plans): z.input<typeof newsletter> => ({
  slug: line.slug,
  name: line.name,
  promise: line.promise,
  frequency: line.frequency,
  senderName: line.senderName,
  rhythms: [...line.rhythms],
  defaultRhythm: line.defaultRhythm,
  undoSeconds: line.undoSeconds,
  isOpen: line.isOpen,
  tracksClicks: line.tracksClicks,
  tracksOpens: line.tracksOpens,
  needsApproval: line.needsApproval,
  atReadersHour: planOf(plans, line.id).atReadersHour,
});

/** @throws ApiProblem that names every field at fault */
function checkNewsletter({
  senderName,
  atReadersHour: _hour,
  ...given
}: z.infer<typeof newsletter>): NewsletterForm {
  const read = newsletterForm.safeParse({ ...given, senderName: senderName ?? '' });
  if (!read.success) throw new ApiProblem('invalid-input', { errors: errorsByField(read.error) });
  return read.data;
}

async function readNewsletter(db: Db, id: string): Promise<Newsletter> {
  const found = await findNewsletter(db, { slug: id });
  if (!found) throw new ApiProblem('not-found', { detail: 'There is no newsletter with this slug.' });
  return found;
}

const showNewsletter = async (db: Db, id: string): Promise<z.input<typeof newsletter>> =>
  toJson(await readNewsletter(db, id), await readPlans(db));

const listNewslettersEndpoint = endpoint({
  method: 'get',
  path: '/newsletters',
  scope: 'newsletters:read',
  summary: 'List the newsletters',
  answers: { 200: { description: 'All newsletters in their order', schema: listOf(newsletter) } },
  async run({ setting: { db } }) {
    const [newsletters, plans] = await Promise.all([listNewsletters(db), readPlans(db)]);
    const data = newsletters.map((each) => toJson(each, plans));
    return { status: 200, body: { data, next: null } };
  },
});

const { shape } = newsletter;
const addNewsletterEndpoint = endpoint({
  method: 'post',
  path: '/newsletters',
  scope: 'newsletters:write',
  summary: 'Add a newsletter',
  description: 'The slug stays for good. What is left out is as on the page that makes one.',
  body: newsletter.extend({
    slug: z.string().max(100).describe('Small letters, digits and hyphens'),
    senderName: shape.senderName.default(null),
    rhythms: shape.rhythms.default(['daily', 'weekly']),
    defaultRhythm: shape.defaultRhythm.default('daily'),
    undoSeconds: shape.undoSeconds.default(60),
    isOpen: shape.isOpen.default(true),
    tracksClicks: shape.tracksClicks.default(true),
    tracksOpens: shape.tracksOpens.default(false),
    needsApproval: shape.needsApproval.default(false),
    atReadersHour: shape.atReadersHour.default(false),
  }),
  answers: { 201: { description: 'The newsletter', schema: newsletter } },
  async run({ setting: { db }, actor, body }) {
    const form = checkNewsletter(body);
    const isAdded = await db.transaction().execute(async (tx) => {
      // `new` is the address of the page that makes one.
      if (form.slug === 'new' || !(await addNewsletter(tx, form))) return false;
      const { id } = await readNewsletter(tx, form.slug);
      if (body.atReadersHour) await setAtReadersHour(tx, id, true);
      await recordAct(tx, { actor, action: 'added a newsletter', object: `newsletter ${form.slug}` });
      return true;
    });
    if (!isAdded) throw invalidInput('slug', 'Another newsletter has this slug; please take one of its own');
    return { status: 201, body: await showNewsletter(db, form.slug) };
  },
});

const saveNewsletterEndpoint = endpoint({
  method: 'patch',
  path: '/newsletters/{slug}',
  scope: 'newsletters:write',
  summary: 'Change a newsletter',
  description: 'What is left out stays. It counts for every edition from now on.',
  body: newsletter.omit({ slug: true }).partial(),
  answers: { 200: { description: 'The newsletter as it is now', schema: newsletter } },
  async run({ setting: { db }, actor, id, body }) {
    const found = await readNewsletter(db, id);
    const now = toJson(found, await readPlans(db));
    const form = checkNewsletter(withChanges<z.infer<typeof newsletter>>(now, body));
    await db.transaction().execute(async (tx) => {
      await saveNewsletter(tx, form);
      if (body.atReadersHour !== undefined) await setAtReadersHour(tx, found.id, body.atReadersHour);
      const details = { changed: Object.keys(body) };
      await recordAct(tx, { actor, action: 'changed a newsletter', object: `newsletter ${id}`, details });
    });
    return { status: 200, body: await showNewsletter(db, id) };
  },
});

export const newsletterEndpoints: readonly Endpoint[] = [
  listNewslettersEndpoint,
  addNewsletterEndpoint,
  saveNewsletterEndpoint,
];

const newsletterScope = /^newsletter:(\d+)$/;

export const listSuppressionsEndpoint = endpoint({
  method: 'get',
  path: '/suppressions',
  scope: 'suppressions:read',
  summary: 'Why an address is not mailed',
  description: 'What is in force for one address, newest first. Empty: nothing keeps mail from it.',
  query: z.strictObject({ email: z.string().max(320).describe('Exactly this address') }),
  answers: {
    200: {
      description: 'The suppressions of the address',
      schema: listOf(
        z.strictObject({
          id: z.int(),
          scope: z.enum(['everything', 'bulk', 'newsletter']),
          newsletter: slug.nullable().describe('For the scope of one newsletter'),
          reason: z.string(),
          createdAt: moment,
        }),
      ),
    },
  },
  async run({ setting: { db }, query }) {
    const [suppressions, newsletters] = await Promise.all([
      listSuppressionsOf(db, addressKeyOf(query.email)),
      listNewsletters(db),
    ]);
    const data = suppressions.map(({ id, scope, reason, createdAt }) => {
      const [, number] = newsletterScope.exec(scope) ?? [];
      return {
        id,
        scope: number === undefined ? scope : 'newsletter',
        newsletter: newsletters.find((each) => String(each.id) === number)?.slug ?? null,
        reason,
        createdAt: iso(createdAt),
      };
    });
    return { status: 200, body: { data, next: null } };
  },
});
