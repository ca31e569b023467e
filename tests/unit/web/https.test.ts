import { createServer, type Server } from 'node:http';
import express from 'express';
import { agent } from 'supertest';
import { securityHeaders } from '../../../src/web/security-headers.ts';
import { staffCookie } from '../../../src/web/session-cookie.ts';

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

async function headersAt(publicUrl: string): Promise<Readonly<Record<string, string | undefined>>> {
  const app = express();
  app.use(securityHeaders({ publicUrl }));
  app.get('/', (_request, response) => {
    staffCookie.set({ publicUrl }, response, 'token');
    response.send('');
  });
  const server = createServer(app);
  servers.push(server);
  const { headers } = await agent(server).get('/');
  return { ...headers, 'set-cookie': String(headers['set-cookie']) };
}

test('on https the session cookie is Secure and of this host alone, and browsers are told to stay on https', async () => {
  const headers = await headersAt('https://lantern.example.test');
  expect(headers['set-cookie']).toBe('__Host-doorstep=token; Path=/; HttpOnly; Secure; SameSite=Lax');
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
});

test('on http it works all the same, without a promise it cannot keep', async () => {
  const headers = await headersAt('http://lantern.example.test');
  expect(headers['set-cookie']).toBe('doorstep=token; Path=/; HttpOnly; SameSite=Lax');
  expect(headers['strict-transport-security']).toBeUndefined();
});

test('every page forbids inline scripts and styles, sniffing and framing', async () => {
  const headers = await headersAt('https://lantern.example.test');
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-frame-options']).toBe('DENY');
});
