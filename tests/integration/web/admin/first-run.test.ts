import { findPublication } from '../../../../src/newsletters/publication.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp({ hasSampleNewsroom: false });
const editors = useEditors(app);

test('an install without a title leads its owner to give it one, and then opens', async () => {
  const ana = await editors.signedIn('owner');
  for (const path of ['/admin', '/admin/editions', '/admin/stories', '/admin/settings/keys']) {
    const closed = await ana.get(path);
    expect([closed.status, closed.get('Location')]).toEqual([303, '/admin/settings']);
  }
  const facts = {
    name: 'The Ferry Post',
    town: 'Wick',
    tagline: 'Twice a day, like the boat',
    timeZone: 'Europe/London',
    postalAddress: '1 The Quay, Wick',
    senderName: 'The Ferry Post',
    senderAddress: 'post@example.org',
  };
  const refused = await ana.submit('/admin/settings', 'settings', { ...facts, senderAddress: 'nobody' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="The Ferry Post"');
  expect(await findPublication(app.db)).toBeNull();

  expect((await ana.submit('/admin/settings', 'settings', facts)).status).toBe(303);
  expect(await findPublication(app.db)).toMatchObject({ name: 'The Ferry Post', replyTo: null });
  const today = (await ana.get('/admin')).text;
  expect(today).toContain('Before the first edition leaves');
  for (const path of ['stories', 'readers', 'newsletters', 'delivery']) {
    expect((await ana.get(`/admin/${path}`)).status).toBe(200);
  }
});
