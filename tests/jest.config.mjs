/**
 * Jest's ordinary mode: @swc/jest transforms everything, so packages that ship ES modules only need no list.
 * Suites are chosen by folder: `unit` needs nothing, `integration` a database (started here), the rest the built product.
 */
const rootDir = new URL('..', import.meta.url).pathname;

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
  transformIgnorePatterns: [],
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
    // Large, and ready for Node as it is.
    suite('browser', { transformIgnorePatterns: ['/node_modules/playwright-core/'] }),
  ],
  // Tests wait for servers and processes more than they compute.
  maxWorkers: '100%',
  testTimeout: 60_000,
};
