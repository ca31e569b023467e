import { countAudience } from '../../../../src/audience/reachable.ts';
import { findNewsletter, listNewsletters } from '../../../../src/newsletters/newsletter.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { findForm } from './editions/page-form.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const path = '/admin/newsletters/morning-edition';

test('each newsletter stands with the readers on its list, paused ones too, and those who have not confirmed', async () => {
  const caro = await editors.signedIn('analyst');
  const figures = async (label: string): Promise<readonly number[]> => {
    const page = (await caro.get('/admin/newsletters')).text;
    return [...page.matchAll(new RegExp(`data-label="${label}">(\\d+)<`, 'g'))].map(([, count]) =>
      Number(count),
    );
  };
  const newsletters = await listNewsletters(app.db);
  const counted = async (...reasons: readonly string[]): Promise<readonly number[]> =>
    Promise.all(
      newsletters.map(async ({ id }) =>
        (await countAudience(app.db, id))
          .filter(({ reason }) => reasons.includes(reason))
          .reduce((all, { readers }) => all + readers, 0),
      ),
    );
  const onList = await figures('readers on the list');
  expect(onList).toEqual(await counted('reachable', 'paused'));
  expect(Math.min(...onList)).toBeGreaterThan(0);
  expect(await figures('not confirmed')).toEqual(await counted('pending'));
});

test('a change is saved and recorded, and the slug stays', async () => {
  const ana = await editors.signedIn('owner');
  const before = await findNewsletter(app.db, { slug: 'morning-edition' });
  const saved = await ana.submit(path, 'morning-edition', {
    slug: 'another',
    name: 'The First Edition',
    senderName: '',
    undoSeconds: '30',
  });
  expect(saved.get('Location')).toBe(`${path}?done=saved`);
  expect(await findNewsletter(app.db, { slug: 'morning-edition' })).toEqual({
    ...before,
    name: 'The First Edition',
    senderName: null,
    undoSeconds: 30,
  });
  expect(await findNewsletter(app.db, { slug: 'another' })).toBeNull();
  const [act] = await listActsOn(app.db, 'newsletter morning-edition');
  expect(act).toMatchObject({ actor: 'Ana Reyes', action: 'changed a newsletter' });
});

test('a closed newsletter keeps its readers and takes no sign-ups', async () => {
  const ana = await editors.signedIn('owner');
  await ana.submit(path, 'morning-edition', { isOpen: [] });
  const open = await listNewsletters(app.db, { openOnly: true });
  expect(open.map(({ slug }) => slug)).not.toContain('morning-edition');
  await ana.submit(path, 'morning-edition', { isOpen: 'yes' });
  expect(await listNewsletters(app.db, { openOnly: true })).toHaveLength(open.length + 1);
});

test('every field that is wrong is named at once, and everything typed is kept', async () => {
  const ana = await editors.signedIn('owner');
  const before = await findNewsletter(app.db, { slug: 'morning-edition' });
  const typed = {
    name: '',
    promise: 'x'.repeat(201),
    frequency: 'Now and then',
    undoSeconds: '601',
    rhythms: [],
  };
  const refused = await ana.submit(path, 'morning-edition', typed);
  expect(refused.status).toBe(422);
  for (const field of ['name', 'promise', 'undoSeconds', 'rhythms'])
    expect(refused.text).toContain(`id="${field}-problem"`);
  expect(refused.text).not.toContain('id="frequency-problem"');
  expect(refused.text).toContain('value="Now and then"');
  expect(await findNewsletter(app.db, { slug: 'morning-edition' })).toEqual(before);
});

test('an emptied undo window is not an undo window of nothing', async () => {
  const ana = await editors.signedIn('owner');
  const before = await findNewsletter(app.db, { slug: 'morning-edition' });
  const refused = await ana.submit(path, 'morning-edition', { undoSeconds: ' ' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="undoSeconds-problem"');
  expect(await findNewsletter(app.db, { slug: 'morning-edition' })).toEqual(before);
});

test('a new one stands behind the others and takes sign-ups', async () => {
  const ana = await editors.signedIn('owner');
  const added = await ana.submit('/admin/newsletters/new', 'new', {
    slug: 'harbour-notes',
    name: 'Harbour Notes',
    promise: 'What the tide brought in.',
    frequency: 'Sundays',
  });
  expect(added.get('Location')).toBe('/admin/newsletters/harbour-notes?done=added');
  expect((await listNewsletters(app.db, { openOnly: true })).at(-1)?.slug).toBe('harbour-notes');
  expect((await app.visitor().get('/newsletters')).text).toContain('Harbour Notes');
});

test('nobody but the owner changes one', async () => {
  const ana = await editors.signedIn('owner');
  const before = await findNewsletter(app.db, { slug: 'morning-edition' });
  const { fields } = await ana.formAt(path, 'morning-edition');
  for (const role of ['editor', 'reporter', 'analyst'] as const) {
    const person = await editors.signedIn(role);
    const list = (await person.get('/admin/newsletters')).text;
    expect(list).not.toContain('Add a newsletter');
    expect((await person.get(path)).status).toBe(403);
    const own = findForm(list, 'sign-out').fields;
    const forged = [...own, ...fields.filter(([name]) => name !== 'csrf')];
    expect((await person.send({ action: path, fields: forged }, { name: 'Forged' })).status).toBe(403);
  }
  expect(await findNewsletter(app.db, { slug: 'morning-edition' })).toEqual(before);
});
