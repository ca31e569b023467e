import { statSync } from 'node:fs';

const order = ['crash', 'browser', 'system', 'redis', 'integration', 'unit'];

const rankOf = ({ context }) => order.indexOf(context.config.displayName?.name ?? '');

/**
 * The order of test files (Jest's `testSequencer`): whole products first, then what needs a database, then the rest, and the
 * larger file first. What takes two minutes must not begin last, when nothing is left to do beside it.
 */
export default class LongestFirst {
  sort(tests) {
    const sizes = new Map(tests.map(({ path }) => [path, statSync(path).size]));
    return [...tests].sort(
      (one, two) => rankOf(one) - rankOf(two) || (sizes.get(two.path) ?? 0) - (sizes.get(one.path) ?? 0),
    );
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}

  shard(tests) {
    return tests;
  }
}
