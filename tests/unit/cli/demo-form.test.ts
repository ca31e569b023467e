import { findForm } from '../../../src/cli/demo/site.ts';

const page = `
<form action="/search"><input name="q" value="x"></form>
<form method="post" action="/signup?a=1&amp;b=2">
  <input type="hidden" name="facts" value="a&quot;b">
  <input type="checkbox" name="newsletter" value="daily" checked>
  <input type="checkbox" name="newsletter" value="weekly">
  <input type="email" name="email">
</form>`;

test('a form is read as a browser without scripts would send it', () => {
  const { action, fields } = findForm(page, '/signup');
  expect(action).toBe('/signup?a=1&b=2');
  expect([...fields]).toEqual([
    ['facts', 'a"b'],
    ['newsletter', 'daily'],
    ['email', ''],
  ]);
});

test('a page without the form is told', () => {
  expect(() => findForm(page, '/confirm')).toThrow('/confirm');
});
