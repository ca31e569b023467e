// Adds up Jest's result files: `node totals.mjs FOLDER [FAILED_STEP…]` prints one line and fails when anything failed.
// A suite that could not be loaded counts as one failure, and so do a file that cannot be read and a failed step in which
// no test failed.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);

/** What one run of Jest left behind. */
function countsIn(file) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      failed: failed > 0 || result.success ? failed : 1,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch (error) {
    process.stdout.write(`${file} cannot be read: ${error.message}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
  for (const [kind, count] of Object.entries(countsIn(path.join(folder, name)))) total[kind] += count;
}
total.failed = Math.max(total.failed, failedSteps.length);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
