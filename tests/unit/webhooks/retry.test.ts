import { secondsUntilRetry } from '../../../src/webhooks/retry.ts';

const waitsAt = (random: number): number[] => {
  const waits: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const wait = secondsUntilRetry(tries, random);
    if (wait === null) return waits;
    waits.push(wait);
  }
};

test('ten attempts are made over a little more than three days, each wait longer than the one before', () => {
  const waits = waitsAt(0.5);
  expect(waits).toHaveLength(9);
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(3.5);
});

test('what failed together does not come back together', () => {
  const [early = 0, late = 0] = [0, 0.999].map((random) => secondsUntilRetry(3, random) ?? 0);
  expect(early).toBe(1440);
  expect(late).toBeGreaterThan(2150);
});
