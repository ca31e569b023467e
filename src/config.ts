import path from 'node:path';
import { z } from 'zod';
import type { Relay } from './delivery/smtp-session.ts';

const flag = z.enum(['0', '1']).transform((value) => value === '1');
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const isUrlOf = (protocols: readonly string[]) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol);

const databaseUrl = z
  .string()
  .refine(
    isUrlOf(['postgres:', 'postgresql:']),
    'wants an address such as postgres://user:password@host:5432/name',
  );
const redisUrl = z
  .string()
  .refine(isUrlOf(['redis:', 'rediss:']), 'wants an address such as redis://host:6379');
const limitsOf = (url: string): readonly (string | null)[] =>
  ['connections', 'mails'].map((name) => new URL(url).searchParams.get(name));

const smtpUrl = z
  .string()
  .refine(isUrlOf(['smtp:', 'smtps:']), 'wants an address such as smtps://user:password@mail.example.org')
  .refine(
    (url) =>
      !URL.canParse(url) || limitsOf(url).every((limit) => limit === null || /^[1-9]\d{0,2}$/.test(limit)),
    'wants 1 to 999 for ?connections= and ?mails=',
  );
const webUrl = z
  .string()
  .refine(isUrlOf(['http:', 'https:']), 'wants an address such as https://news.example.org');

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  if (search !== '' || hash !== '' || username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
}

/** Every variable we read; docs/configuration.md describes each, and a test compares the two. */
export const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: webUrl.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  REDIS_CLUSTER_URLS: z
    .string()
    .transform((value) => value.split(',').map((url) => url.trim()))
    .pipe(z.array(redisUrl))
    .optional(),
  SMTP_URL: smtpUrl.optional(),
  APP_SECRET: z.string().min(16, 'wants at least 16 characters').optional(),
  APP_SECRET_OLD: z.string().min(1).optional(),
  WORKERS: wholeNumber(1, 64).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).optional(),
  SAMPLE_DATA: flag.optional(),
  TRUST_PROXY: z.string().min(1).optional(),
  INBOUND_SMTP_PORT: wholeNumber(1, 65_535).optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'wants at least 16 characters and no spaces')
    .optional(),
  WORKER_METRICS_PORT: wholeNumber(1, 65_535).optional(),
  KEEP_ATTEMPTS_DAYS: wholeNumber(0, 36_500).default(400),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(?:sk|rk)_\w+$/, 'wants a secret key of Stripe, which begins with sk_ or rk_')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\S+$/, 'wants the signing secret of the webhook, which begins with whsec_')
    .optional(),
  STRIPE_API_BASE: webUrl.optional(),
  OIDC_ISSUER: z
    .string()
    .refine(
      isIssuer,
      'wants the issuer of an OpenID Connect provider, such as https://id.example.org (https, but for this machine)',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().max(60, 'wants at most 60 characters').optional(),
  OIDC_DOMAINS: z
    .string()
    .transform((value) => value.split(',').map((domain) => domain.trim().toLowerCase()))
    .pipe(z.array(z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'wants domains such as example.org')))
    .optional(),
  OIDC_ACR: z.string().min(1).optional(),
  PASSWORD_RANGES_URL: webUrl.optional(),
});

export type Config = {
  readonly isProduction: boolean;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly redisClusterUrls: readonly string[] | undefined;
  readonly smtpUrl: string | undefined;
  readonly appSecret: string | undefined;
  readonly appSecretOld: string | undefined;
  /** Sender processes; undefined: one for each core. */
  readonly workers: number | undefined;
  readonly logLevel: string;
  readonly hasSampleData: boolean;
  readonly trustProxy: string | undefined;
  /** Where delivery reports are listened for; undefined: nowhere. */
  readonly inboundSmtpPort: number | undefined;
  readonly metricsToken: string | undefined;
  /** Where a worker process shows its figures; undefined: nowhere. */
  readonly workerMetricsPort: number | undefined;
  /** 0: for ever. */
  readonly keepAttemptsDays: number;
  /** Undefined: payment by invoice. */
  readonly stripe:
    | { readonly secretKey: string; readonly webhookSecret: string; readonly apiBase: string | undefined }
    | undefined;
  /** Answers which hashes of stolen passwords there are; undefined: nobody is asked. */
  readonly passwordRangesUrl: string | undefined;
  /** Undefined: staff come in by password and passkey alone. */
  readonly signOn:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string;
        readonly name: string;
        readonly domains: readonly string[];
        readonly acr: string | undefined;
      }
    | undefined;
};

export type ConfigOutcome =
  | { readonly kind: 'config'; readonly config: Config }
  /** One line a problem: the variable, what it holds, what it wants. */
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const secretNames = new Set([
  'APP_SECRET',
  'APP_SECRET_OLD',
  'METRICS_TOKEN',
  'DATABASE_URL',
  'SMTP_URL',
  'REDIS_URL',
  'REDIS_CLUSTER_URLS',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'OIDC_CLIENT_SECRET',
]);

function problemLine(issue: z.core.$ZodIssue, values: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0] ?? '');
  const held = secretNames.has(name) ? 'a value that is not shown here' : JSON.stringify(values[name]);
  return `${name} holds ${held}: ${issue.message}`;
}

/** The provider staff come in through; a sentence when only a part of it is given. */
function readSignOn(env: z.infer<typeof environment>): Config['signOn'] | string {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    const given = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
    const missing = Object.entries(given).filter(([, value]) => value === undefined);
    if (missing.length === 3) return undefined;
    const names = missing.map(([name]) => name).join(' and ');
    return `${names} holds nothing: issuer, client id and client secret go together`;
  }
  const { OIDC_NAME: name = new URL(issuer).hostname, OIDC_DOMAINS: domains = [], OIDC_ACR: acr } = env;
  return { issuer, clientId, clientSecret, name, domains, acr };
}

/** Reads the environment once. An empty variable counts as not set. */
export function readConfig(values: NodeJS.ProcessEnv): ConfigOutcome {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    return { kind: 'problems', problems: parsed.error.issues.map((issue) => problemLine(issue, values)) };
  }
  const env = parsed.data;
  const isProduction = env.NODE_ENV === 'production';
  if (isProduction && env.APP_SECRET === undefined) {
    return {
      kind: 'problems',
      problems: ['APP_SECRET holds nothing: production wants a secret of at least 16 characters'],
    };
  }
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = env;
  if ((secretKey === undefined) !== (webhookSecret === undefined)) {
    const missing = secretKey === undefined ? 'STRIPE_SECRET_KEY' : 'STRIPE_WEBHOOK_SECRET';
    return {
      kind: 'problems',
      problems: [`${missing} holds nothing: the two secrets of Stripe go together`],
    };
  }
  const signOn = readSignOn(env);
  if (typeof signOn === 'string') return { kind: 'problems', problems: [signOn] };
  return {
    kind: 'config',
    config: Object.freeze({
      isProduction,
      port: env.PORT,
      host: env.HOST,
      publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
      dataDir: path.resolve(env.DATA_DIR),
      databaseUrl: env.DATABASE_URL,
      redisUrl: env.REDIS_URL,
      redisClusterUrls: env.REDIS_CLUSTER_URLS,
      smtpUrl: env.SMTP_URL,
      appSecret: env.APP_SECRET,
      appSecretOld: env.APP_SECRET_OLD,
      workers: env.WORKERS,
      logLevel: env.LOG_LEVEL ?? (isProduction ? 'info' : 'warn'),
      hasSampleData: env.SAMPLE_DATA ?? !isProduction,
      trustProxy: env.TRUST_PROXY,
      inboundSmtpPort: env.INBOUND_SMTP_PORT,
      metricsToken: env.METRICS_TOKEN,
      workerMetricsPort: env.WORKER_METRICS_PORT,
      keepAttemptsDays: env.KEEP_ATTEMPTS_DAYS,
      stripe:
        secretKey === undefined || webhookSecret === undefined
          ? undefined
          : { secretKey, webhookSecret, apiBase: env.STRIPE_API_BASE },
      passwordRangesUrl: env.PASSWORD_RANGES_URL,
      signOn,
    }),
  };
}

/**
 * Reads `smtp://` or `smtps://`. TLS is required unless the server is on this machine; a private network may opt out with
 * `?tls=none`. `?connections=` and `?mails=` set how many connections each sender process opens for digests, and how many
 * mails go over one.
 */
export function parseRelay(url: string): Relay {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const [connections = null, mails = null] = limitsOf(url);
  const isImplicit = protocol === 'smtps:';
  const isPlain = loopbackHosts.has(hostname) || searchParams.get('tls') === 'none';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isImplicit ? 465 : 587) : Number(port),
    tls: isImplicit ? 'implicit' : isPlain ? 'none' : 'required',
    ...(connections !== null && { connections: Number(connections) }),
    ...(mails !== null && { mailsPerConnection: Number(mails) }),
    ...(username !== '' && { user: decodeURIComponent(username), password: decodeURIComponent(password) }),
  };
}
