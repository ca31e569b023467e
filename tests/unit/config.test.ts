import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Config, environment, parseRelay, readConfig } from '../../src/config.ts';
import { packageRoot } from '../../src/platform/package-root.ts';

function configOf(values: NodeJS.ProcessEnv): Config {
  const outcome = readConfig(values);
  if (outcome.kind !== 'config') throw new Error(outcome.problems.join('\n'));
  return outcome.config;
}

function problemsOf(values: NodeJS.ProcessEnv): readonly string[] {
  const outcome = readConfig(values);
  return outcome.kind === 'problems' ? outcome.problems : [];
}

test('every variable is described in docs/configuration.md, and nothing else is', () => {
  const page = readFileSync(path.join(packageRoot, 'docs/configuration.md'), 'utf8');
  const described = [...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  expect(new Set(described)).toEqual(new Set(Object.keys(environment.shape)));
});

test('an empty environment is a machine with nothing but Node', () => {
  expect(configOf({})).toMatchObject({
    isProduction: false,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    dataDir: path.resolve('data'),
    databaseUrl: undefined,
    redisUrl: undefined,
    smtpUrl: undefined,
    workers: undefined,
    logLevel: 'warn',
    hasSampleData: true,
  });
});

test('an empty variable counts as not set', () => {
  expect(configOf({ PORT: '', DATABASE_URL: '', WORKERS: '' })).toEqual(configOf({}));
});

test('the public address follows the port until it is given, and loses its last slash', () => {
  expect(configOf({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
  expect(configOf({ PUBLIC_URL: 'https://news.example.org/' }).publicUrl).toBe('https://news.example.org');
});

test('production has no sample data and wants a secret', () => {
  expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
    'APP_SECRET holds nothing: production wants a secret of at least 16 characters',
  ]);
  const secret = 'a secret long enough';
  expect(configOf({ NODE_ENV: 'production', APP_SECRET: secret })).toMatchObject({
    isProduction: true,
    hasSampleData: false,
    logLevel: 'info',
  });
});

test('figures may be opened by a token, and tries are kept for a year or as told', () => {
  expect(configOf({})).toMatchObject({ metricsToken: undefined, keepAttemptsDays: 400 });
  expect(configOf({ KEEP_ATTEMPTS_DAYS: '0' }).keepAttemptsDays).toBe(0);
  expect(configOf({ WORKER_METRICS_PORT: '9464' }).workerMetricsPort).toBe(9464);
  const [short] = problemsOf({ METRICS_TOKEN: 'too short' });
  expect(short).toBe(
    'METRICS_TOKEN holds a value that is not shown here: wants at least 16 characters and no spaces',
  );
  expect(problemsOf({ KEEP_ATTEMPTS_DAYS: 'a year' })).toEqual([
    expect.stringContaining('KEEP_ATTEMPTS_DAYS holds "a year"'),
  ]);
});

test('staff come in through a provider where issuer, client and secret are given together', () => {
  const given = {
    OIDC_ISSUER: 'https://id.example.org/newsroom',
    OIDC_CLIENT_ID: 'doorstep',
    OIDC_CLIENT_SECRET: 'between us',
  };
  expect(configOf({}).signOn).toBeUndefined();
  expect(configOf(given).signOn).toEqual({
    issuer: 'https://id.example.org/newsroom',
    clientId: 'doorstep',
    clientSecret: 'between us',
    name: 'id.example.org',
    domains: [],
    acr: undefined,
  });
  const more = { OIDC_NAME: 'Lantern ID', OIDC_DOMAINS: 'Example.org, news.example.org', OIDC_ACR: 'mfa' };
  expect(configOf({ ...given, ...more }).signOn).toMatchObject({
    name: 'Lantern ID',
    domains: ['example.org', 'news.example.org'],
    acr: 'mfa',
  });
  expect(problemsOf({ OIDC_ISSUER: given.OIDC_ISSUER, OIDC_CLIENT_ID: 'doorstep' })).toEqual([
    'OIDC_CLIENT_SECRET holds nothing: issuer, client id and client secret go together',
  ]);
  expect(configOf({ ...given, OIDC_ISSUER: 'http://127.0.0.1:9000' }).signOn).toBeDefined();
});

test.each([
  ['OIDC_ISSUER', 'http://id.example.org'],
  ['OIDC_ISSUER', 'id.example.org'],
  ['PASSWORD_RANGES_URL', 'ranges.example.org'],
  ['OIDC_DOMAINS', '@example.org'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '3000.5'],
  ['WORKERS', '0'],
  ['WORKERS', 'many'],
  ['SAMPLE_DATA', 'yes'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'news.example.org'],
])('%s=%s is one line that names the variable and what it holds', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([
    expect.stringMatching(new RegExp(`^${name} holds "${value.replace('.', '\\.')}": \\S.*$`)),
  ]);
});

test.each(['DATABASE_URL', 'REDIS_URL', 'REDIS_CLUSTER_URLS', 'SMTP_URL'])(
  'a wrong %s says what is wanted and keeps its value to itself',
  (name) => {
    const [problem, ...others] = problemsOf({ [name]: 'ftp://ada:hunter2@example.test' });
    expect(others).toEqual([]);
    expect(problem).toMatch(
      new RegExp(`^${name} holds a value that is not shown here: wants an address such as`),
    );
    expect(problem).not.toContain('hunter2');
  },
);

test('all problems are told at once', () => {
  expect(problemsOf({ PORT: 'x', WORKERS: 'y' })).toHaveLength(2);
});

describe('a relay', () => {
  test('on another machine is spoken to with TLS only', () => {
    expect(parseRelay('smtp://mail.example.org')).toEqual({
      host: 'mail.example.org',
      port: 587,
      tls: 'required',
    });
    expect(parseRelay('smtps://mail.example.org')).toEqual({
      host: 'mail.example.org',
      port: 465,
      tls: 'implicit',
    });
  });

  test('on this machine, or where the address says so, needs none', () => {
    expect(parseRelay('smtp://127.0.0.1:2525')).toEqual({ host: '127.0.0.1', port: 2525, tls: 'none' });
    expect(parseRelay('smtp://[::1]:2525')).toMatchObject({ host: '::1', tls: 'none' });
    expect(parseRelay('smtp://mail.internal:25?tls=none')).toMatchObject({ port: 25, tls: 'none' });
  });

  test('gets name and password as they were before they were written into an address', () => {
    expect(parseRelay('smtps://ada%40example.test:p%2Fw@mail.example.org')).toMatchObject({
      user: 'ada@example.test',
      password: 'p/w',
    });
  });

  test('says how many connections and mails it takes, within reason', () => {
    expect(parseRelay('smtp://127.0.0.1:25?connections=4&mails=20')).toMatchObject({
      connections: 4,
      mailsPerConnection: 20,
    });
    expect(problemsOf({ SMTP_URL: 'smtp://127.0.0.1?connections=0' })).toHaveLength(1);
    expect(problemsOf({ SMTP_URL: 'smtp://127.0.0.1?mails=many' })).toHaveLength(1);
  });
});
