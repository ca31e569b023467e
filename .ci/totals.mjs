// Adds up Jest's result files: `node totals.mjs FOLDER [FAILED_STEP…]` prints one line and fails when anything failed.
// A suite that could not even be loaded counts as one failure, and so does a failed step in which no test failed.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const result = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  total.passed += result.numPassedTests;
  total.failed += failed > 0 || result.success ? failed : 1;
  total.skipped += result.numPendingTests + result.numTodoTests;
}

total.failed = Math.max(total.failed, failedSteps.length);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
