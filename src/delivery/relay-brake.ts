const steps = [500, 1000, 2000, 5000, 10_000, 30_000];

/** Holds hand-overs back while a relay takes none: half a second at first, half a minute in the end. */
export type RelayBrake = {
  readonly isOn: () => boolean;
  /** Milliseconds until the next try; 0 when it is off. */
  readonly remainingMs: () => number;
  /** It failed. Failures during a pause are the same failure. Returns the pause, or null if one is running. */
  readonly pull: () => number | null;
  /** Holds it until a moment, whatever failed or did not. */
  readonly hold: (until: number) => void;
  /** A mail went through. Says whether there was a brake to release. */
  readonly release: () => boolean;
};

export function createRelayBrake(now: () => number = Date.now): RelayBrake {
  let level = 0;
  let until = 0;
  return {
    isOn: () => now() < until,
    remainingMs: () => Math.max(0, until - now()),
    pull() {
      if (now() < until) return null;
      const pauseMs = steps[Math.min(level, steps.length - 1)] ?? 30_000;
      level += 1;
      until = now() + pauseMs;
      return pauseMs;
    },
    hold(moment) {
      until = Math.max(until, moment);
    },
    release() {
      const wasPulled = level > 0;
      level = 0;
      if (wasPulled) until = 0;
      return wasPulled;
    },
  };
}
