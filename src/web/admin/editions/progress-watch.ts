import type { ProgressView } from '../../../../templates/pages/admin/editions/progress-view.ts';

export type ProgressListener = (view: ProgressView | null) => void;

export type ProgressWatch = {
  /** Tells the listener where a send stands, about every second, until the returned function is called. */
  readonly listen: (publicId: string, listener: ProgressListener) => () => void;
};

/** Everybody who listens to one send. */
type Audience = { readonly listeners: Set<ProgressListener>; last?: ProgressView | null };

const pollMs = 1000;

/**
 * Asks the database about a send while somebody listens: once for all who do, and never more than a fifth of the time, so
 * that counting a million rows cannot slow down the sending of them.
 */
export function createProgressWatch(
  read: (publicId: string) => Promise<ProgressView | null>,
  onError: (error: unknown) => void,
): ProgressWatch {
  const audiences = new Map<string, Audience>();

  async function poll(publicId: string, audience: Audience): Promise<void> {
    if (audiences.get(publicId) !== audience) return;
    const begunAt = Date.now();
    try {
      const view = await read(publicId);
      audience.last = view;
      for (const listener of audience.listeners) listener(view);
    } catch (error) {
      // The database is away for a moment: whoever listens hears again when it is back.
      onError(error);
    }
    const pause = Math.max(pollMs, 4 * (Date.now() - begunAt));
    setTimeout(() => void poll(publicId, audience), pause).unref();
  }

  return {
    listen(publicId, listener) {
      const known = audiences.get(publicId);
      const audience: Audience = known ?? { listeners: new Set() };
      audience.listeners.add(listener);
      if (!known) {
        audiences.set(publicId, audience);
        void poll(publicId, audience);
      } else if (known.last !== undefined) listener(known.last);
      return () => {
        audience.listeners.delete(listener);
        if (audience.listeners.size === 0 && audiences.get(publicId) === audience) audiences.delete(publicId);
      };
    },
  };
}
