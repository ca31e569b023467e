import type { Configuration, IDToken } from 'openid-client';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { ProviderDown, createProviderFetch } from './fetch-provider.ts';
import type { Checks, Proof, ReturnOutcome, SignOnProvider } from './provider.ts';

/** Loaded where it is needed: most newsrooms have no provider. */
const loadClient = () => import('openid-client');

export type OpenIdSetting = {
  /** As the provider writes it; https, or http on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly domains: readonly string[];
  /** Asked for, and what then counts as a second factor; undefined: `mfa` among the methods counts. */
  readonly acr: string | undefined;
};

/** Endpoints and keys of a provider change: they are looked up again after an hour. */
const knownForMs = 3_600_000;

const claimsShape = z.object({
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  amr: z.array(z.string()).optional(),
  acr: z.string().optional(),
});
const addressShape = claimsShape.pick({ email: true, email_verified: true });

const isSameUrl = (one: string, other: string): boolean =>
  URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href;

/** What went wrong, for the log: the kind and the code, without what was sent. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message}${code}`;
}

/** Whether the way to the provider failed, anywhere below what was thrown. */
const isDown = (error: unknown): boolean =>
  error instanceof ProviderDown ||
  (error instanceof Error && error.cause !== undefined && isDown(error.cause));

/** An OpenID Connect provider: code flow with PKCE, state and nonce; the identity token's signature is checked as well. */
export function signOnByOpenId(setting: OpenIdSetting, clock: Clock): SignOnProvider {
  const { issuer, clientId, clientSecret, name, domains, acr } = setting;
  let known: { readonly config: Configuration; readonly until: number } | undefined;

  async function findConfig(): Promise<Configuration> {
    if (known && known.until > clock().getTime()) return known.config;
    const client = await loadClient();
    const isPlain = new URL(issuer).protocol === 'http:';
    const config = await client.discovery(new URL(issuer), clientId, undefined, clientAuthOf(client), {
      execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      [client.customFetch]: createProviderFetch(issuer),
    });
    // Some providers have one document for everybody's tenants: whose word is taken must be said to the letter.
    if (!isSameUrl(config.serverMetadata().issuer, issuer)) throw new Error('the issuer has another name');
    known = { config, until: clock().getTime() + knownForMs };
    return config;
  }

  const clientAuthOf = (client: Awaited<ReturnType<typeof loadClient>>) =>
    client.ClientSecretPost(clientSecret);

  /** The address, from the token or, where that has none, from what the provider says of its subject. */
  async function findAddress(config: Configuration, claims: IDToken, accessToken: string) {
    const { fetchUserInfo } = await loadClient();
    const hasMore = config.serverMetadata().userinfo_endpoint !== undefined;
    const source =
      claims['email'] === undefined && hasMore
        ? await fetchUserInfo(config, accessToken, claims.sub)
        : claims;
    const read = addressShape.safeParse(source);
    return read.success && read.data.email_verified === true ? (read.data.email ?? null) : null;
  }

  async function prove(answer: URL, { state, nonce, verifier }: Checks): Promise<Proof> {
    const { authorizationCodeGrant } = await loadClient();
    const config = await findConfig();
    const tokens = await authorizationCodeGrant(config, answer, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('there is no identity token');
    const methods = claimsShape.safeParse(claims);
    const said = methods.success ? methods.data : {};
    return {
      issuer: claims.iss,
      subject: claims.sub,
      address: await findAddress(config, claims, tokens.access_token),
      hasSecondFactor: acr === undefined ? said.amr?.includes('mfa') === true : said.acr === acr,
    };
  }

  return {
    name,
    domains,
    async leave(redirectUri) {
      try {
        const client = await loadClient();
        const config = await findConfig();
        const checks = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: 'openid email',
          state: checks.state,
          nonce: checks.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
          code_challenge_method: 'S256',
          ...(acr !== undefined && { acr_values: acr }),
        });
        return { kind: 'leave', url: url.href, checks };
      } catch (error) {
        return { kind: 'down', cause: causeOf(error) };
      }
    },
    async comeBack(answer, checks): Promise<ReturnOutcome> {
      try {
        return { kind: 'proved', proof: await prove(answer, checks) };
      } catch (error) {
        const { AuthorizationResponseError } = await loadClient();
        if (error instanceof AuthorizationResponseError) return { kind: 'declined' };
        return { kind: isDown(error) ? 'down' : 'refused', cause: causeOf(error) };
      }
    },
  };
}
