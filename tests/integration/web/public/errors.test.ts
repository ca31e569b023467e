import { useApp } from '../../../support/use-app.ts';

const app = useApp();

test('an address without a page gets the page that says so', async () => {
  const response = await app.visitor().get('/nowhere');

  expect(response.status).toBe(404);
  expect(response.text).toContain('There is no page here');
  expect(response.headers['content-security-policy']).toContain("default-src 'none'");
});

test('what is too long or malformed is told so, and is nobody’s fault here', async () => {
  const tooLong = await app
    .visitor()
    .post('/signup')
    .type('form')
    .send(`email=${'a'.repeat(20_000)}`);
  expect(tooLong.status).toBe(413);
  expect(tooLong.text).toContain('We could not read that');

  const malformed = await app.visitor().get('/confirm/%E0%A4%A');
  expect(malformed.status).toBe(400);
  expect(malformed.text).toContain('We could not read that');
});
