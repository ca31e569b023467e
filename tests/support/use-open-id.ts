import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../src/platform/clock.ts';
import { signOnByOpenId } from '../../src/staff/sign-on/open-id.ts';
import type { SignOnProvider } from '../../src/staff/sign-on/provider.ts';

const clientId = 'doorstep';
const clientSecret = 'a secret of the test';

type Granted = { readonly nonce: string | null; readonly challenge: string; readonly redirectUri: string };

/** How the provider behaves; a test changes what it means and everything is as it should be afterwards. */
type Manner = {
  /** Over what an identity token says of somebody. */
  claims: Record<string, unknown>;
  /** In the head of the token. */
  alg: 'RS256' | 'none';
  /** Signs with a key that is not among the published ones. */
  hasForeignKey: boolean;
  /** In its own document; null: the right one. */
  issuer: string | null;
  /** It answers every request with an error of its own. */
  isDown: boolean;
};

const asUsual = (): Manner => ({
  claims: {},
  alg: 'RS256',
  hasForeignKey: false,
  issuer: null,
  isDown: false,
});

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const makeKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A small OpenID Connect provider on loopback, and Doorstep's way to it. It lets in whoever asks. */
export function useOpenId() {
  const manner = asUsual();
  const granted = new Map<string, Granted>();
  const own = makeKey();
  const foreign = makeKey();
  let server: Server | undefined;
  let provider: SignOnProvider | undefined;

  const issuer = (): string => `http://127.0.0.1:${(server?.address() as AddressInfo | null)?.port}`;

  function tokenFor({ nonce }: Granted): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer(), aud: clientId, iat: now, exp: now + 300, nonce, ...manner.claims };
    const signed = `${base64({ alg: manner.alg, kid: 'one' })}.${base64(claims)}`;
    if (manner.alg === 'none') return `${signed}.`;
    const { privateKey } = manner.hasForeignKey ? foreign : own;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  /** A code is good once, for whoever began, with the secret of the client. */
  function take(form: URLSearchParams): Granted | null {
    const code = form.get('code') ?? '';
    const grant = granted.get(code);
    granted.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      form.get('client_secret') === clientSecret &&
      form.get('redirect_uri') === grant?.redirectUri &&
      challenge === grant.challenge;
    return isRight ? grant : null;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (manner.isDown) return void send(503, {});
    const url = new URL(request.url ?? '', issuer());
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void send(200, {
          issuer: manner.issuer ?? issuer(),
          authorization_endpoint: `${issuer()}/authorize`,
          token_endpoint: `${issuer()}/token`,
          jwks_uri: `${issuer()}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys': {
        const key = { ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
        return void send(200, { keys: [key] });
      }
      case '/token': {
        const grant = take(new URLSearchParams(await text(request)));
        if (!grant) return void send(400, { error: 'invalid_grant' });
        return void send(200, {
          access_token: randomUUID(),
          token_type: 'bearer',
          id_token: tokenFor(grant),
        });
      }
      default:
        return void send(404, {});
    }
  }

  beforeAll(async () => {
    const made = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => {
      made.listen(0, '127.0.0.1', resolve);
    });
    server = made;
  });
  afterEach(() => {
    Object.assign(manner, asUsual());
    provider = undefined;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => {
      if (server) server.close(resolve);
      else resolve(undefined);
    });
  });

  const domains = ['example.test'];
  /** Made anew for each test, so that what it has learnt of the provider is of this test. */
  const open = (): SignOnProvider =>
    (provider ??= signOnByOpenId(
      { issuer: issuer(), clientId, clientSecret, name: 'Lantern ID', domains, acr: undefined },
      systemClock,
    ));

  return {
    manner,
    issuer,
    signOn: {
      name: 'Lantern ID',
      domains,
      leave: (redirectUri) => open().leave(redirectUri),
      comeBack: (back, checks) => open().comeBack(back, checks),
    } satisfies SignOnProvider,
    /** What the page of the provider does once somebody has signed in there. @returns where it sends the browser */
    approve(leaving: string): string {
      const asked = new URL(leaving).searchParams;
      if (asked.get('code_challenge_method') !== 'S256') throw new Error('this is no code flow with PKCE');
      const redirectUri = asked.get('redirect_uri') ?? '';
      const code = randomUUID();
      const challenge = asked.get('code_challenge') ?? '';
      granted.set(code, { nonce: asked.get('nonce'), challenge, redirectUri });
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return `${back.pathname}${back.search}`;
    },
  };
}
