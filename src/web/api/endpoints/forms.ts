import { z } from 'zod';
import { languages } from '../../../../templates/words/languages.ts';
import {
  type NewsroomForm,
  type NewsroomFormForm,
  addForm,
  findForm,
  formSlug,
  listForms,
  newsroomFormForm,
  saveForm,
} from '../../../audience/forms/newsroom-forms.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { errorsByField } from './field-errors.ts';
import { slug } from './shapes.ts';
import { withChanges } from './with-changes.ts';

const newsletters = z.array(slug).describe('None: the story’s own, else the first');
const form = z.strictObject({
  slug,
  name: z.string(),
  place: z.enum(['story', 'front', 'elsewhere']),
  standsOn: z.string().describe('Where, in the newsroom’s words'),
  headline: z.string(),
  promise: z.string(),
  button: z.string(),
  asksName: z.boolean(),
  showsChoices: z.boolean().describe('Newsletters, rhythm and tier in the form itself'),
  newsletters,
  tier: slug.nullable(),
  isOn: z.boolean(),
  language: z.enum(languages).nullable().describe('Null: the reader’s own'),
});

/** What may be said of a form; empty words are those of the story or the newsletter. */
const words = z.string().max(500);
const fields = {
  name: words,
  standsOn: words,
  headline: words,
  promise: words,
  button: words,
  asksName: z.boolean(),
  showsChoices: z.boolean(),
  newsletters: newsletters.max(50),
  tier: slug.nullable().describe('The slug of the tier it offers; null leaves that to the reader'),
  isOn: z.boolean().describe('The forms of the paper’s own pages stay on'),
  language: form.shape.language,
};

const toJson = ({ publicId: _id, isEnabled, ...shown }: NewsroomForm): z.input<typeof form> => ({
  ...shown,
  newsletters: [...shown.newsletters],
  isOn: isEnabled,
});

async function readForm(db: Db, id: string): Promise<NewsroomForm> {
  const found = await findForm(db, id);
  if (!found) throw new ApiProblem('not-found', { detail: 'There is no form with this slug.' });
  return found;
}

type Given = Omit<z.input<typeof form>, 'slug' | 'place'>;

/** @throws ApiProblem that names every field at fault */
async function checkForm(db: Db, { isOn, tier, language, ...given }: Given): Promise<NewsroomFormForm> {
  const draft = { ...given, isEnabled: isOn, tier: tier ?? '', language: language ?? '' };
  const read = newsroomFormForm.safeParse(draft);
  const [known, tiers] = await Promise.all([listNewsletters(db), listTiers(db)]);
  const unknown = given.newsletters.find((each) => !known.some((newsletter) => newsletter.slug === each));
  const errors = [
    ...errorsByField(read.error),
    ...(unknown === undefined
      ? []
      : [{ field: 'newsletters', message: `There is no newsletter ${unknown}` }]),
    ...(tier === null || tiers.some((each) => each.slug === tier)
      ? []
      : [{ field: 'tier', message: `There is no tier ${tier}` }]),
  ];
  if (!read.success || errors.length > 0) throw new ApiProblem('invalid-input', { errors });
  return read.data;
}

const listFormsEndpoint = endpoint({
  method: 'get',
  path: '/forms',
  scope: 'newsletters:read',
  summary: 'List the sign-up forms',
  answers: { 200: { description: 'All forms', schema: listOf(form) } },
  async run({ setting: { db } }) {
    return { status: 200, body: { data: (await listForms(db)).map(toJson), next: null } };
  },
});

const findFormEndpoint = endpoint({
  method: 'get',
  path: '/forms/{slug}',
  scope: 'newsletters:read',
  summary: 'Fetch a sign-up form',
  answers: { 200: { description: 'The form', schema: form } },
  async run({ setting: { db }, id }) {
    return { status: 200, body: toJson(await readForm(db, id)) };
  },
});

const addFormEndpoint = endpoint({
  method: 'post',
  path: '/forms',
  scope: 'forms:write',
  summary: 'Add a sign-up form',
  description:
    'Its page is open at once. The slug stays for good: it is kept with every reader the form earns.',
  body: z.strictObject({
    slug: z.string().max(200).describe('Small letters, digits and hyphens'),
    name: words,
    standsOn: words.default(''),
    headline: words.default(''),
    promise: words.default(''),
    button: words.default(''),
    asksName: z.boolean().default(false),
    showsChoices: z.boolean().default(false),
    newsletters: fields.newsletters.default([]),
    tier: fields.tier.default(null),
    isOn: z.boolean().default(true),
    language: fields.language.default(null),
  }),
  answers: { 201: { description: 'The form', schema: form } },
  async run({ setting: { db }, actor, body: { slug: wanted, ...given } }) {
    const read = formSlug.safeParse(wanted);
    if (!read.success) throw invalidInput('slug', read.error.issues[0]?.message ?? 'Please give a slug');
    const checked = await checkForm(db, given);
    const added = await db.transaction().execute(async (tx) => {
      // `new` is the address of the page that makes one.
      const made = read.data === 'new' ? null : await addForm(tx, read.data, checked);
      const action = `added the sign-up form ${read.data}`;
      if (made) await recordAct(tx, { actor, action, object: `form ${made.publicId}` });
      return made;
    });
    if (!added) throw invalidInput('slug', 'Another form has this slug; please take one of its own');
    return { status: 201, body: toJson(await readForm(db, read.data)) };
  },
});

const saveFormEndpoint = endpoint({
  method: 'patch',
  path: '/forms/{slug}',
  scope: 'forms:write',
  summary: 'Change a sign-up form',
  description:
    'What is left out stays. A form is closed by isOn: false and says so wherever it still stands; it is never deleted, since its readers are counted by it.',
  body: z.strictObject(fields).partial(),
  answers: { 200: { description: 'The form as it is now', schema: form } },
  async run({ setting: { db }, actor, id, body }) {
    const found = await readForm(db, id);
    const { slug: _slug, place: _place, ...now } = toJson(found);
    const checked = await checkForm(db, withChanges<Given>(now, body));
    await db.transaction().execute(async (tx) => {
      await saveForm(tx, found.slug, checked);
      const details = { changed: Object.keys(body) };
      const action = `changed the sign-up form ${found.slug}`;
      await recordAct(tx, { actor, action, object: `form ${found.publicId}`, details });
    });
    return { status: 200, body: toJson(await readForm(db, found.slug)) };
  },
});

/** Where readers sign up. */
export const formEndpoints: readonly Endpoint[] = [
  listFormsEndpoint,
  addFormEndpoint,
  findFormEndpoint,
  saveFormEndpoint,
];
