import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const executablePath = process.env['TEST_BROWSER'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);

/** `describe`, where there is a browser; else the tests count as skipped, and one line says why. */
export function describeWithBrowser(name: string, tests: () => void): void {
  if (!hasBrowser)
    process.stderr.write(`browser: skipped, since there is no ${executablePath} (TEST_BROWSER)\n`);
  (hasBrowser ? describe : describe.skip)(name, tests);
}

export type TestBrowser = {
  /** A reader of its own: no cookies of others. Gone after the test. */
  readonly visit: (options?: BrowserContextOptions) => Promise<BrowserContext>;
};

/** One Chromium for the file. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    // Root may not use Chromium's sandbox; the only pages it opens are ours.
    const args = ['--no-sandbox', '--disable-background-networking', '--disable-quic', '--no-first-run'];
    browser = await chromium.launch({ executablePath, args });
  });
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
  afterAll(() => browser?.close());
  return {
    async visit(options) {
      if (!browser) throw new Error('the browser is open inside tests only');
      const context = await browser.newContext(options);
      contexts.push(context);
      return context;
    },
  };
}
