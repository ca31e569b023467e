import { useApp } from '../../../support/use-app.ts';

const app = useApp();

test('an address without a page gets the page that says so', async () => {
  const response = await app.visitor().get('/nowhere');

  expect(response.status).toBe(404);
  expect(response.text).toContain('There is no page here');
  expect(response.headers['content-security-policy']).toContain("default-src 'none'");
});
