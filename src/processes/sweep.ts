import type { Log } from '../platform/log.ts';

const usualMs = 5000;

/** The floor under the bells: looks at the rows every 5 seconds, so lost rings and wiped queues cost seconds at most. */
export function startSweep(log: Log, look: () => Promise<unknown>, everyMs = usualMs): () => void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => log.warn({ err: error }, 'the sweep failed; the next one follows'))
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}
