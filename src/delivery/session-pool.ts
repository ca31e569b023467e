import type { Envelope, HandOver, SmtpSession } from './smtp-session.ts';

export type SessionPool = {
  /** @throws what opening a connection throws; then nothing was handed over */
  readonly handOver: (envelope: Envelope, mail: Buffer) => Promise<HandOver>;
  readonly closeIdle: () => void;
  readonly destroyAll: () => void;
};

type Held = { readonly session: SmtpSession; used: number };

/**
 * Keeps connections to one relay open between mails, up to a number of mails on each. As many are open as the caller hands
 * over at once.
 */
export function createSessionPool(open: () => Promise<SmtpSession>, mailsPerConnection: number): SessionPool {
  const idle: Held[] = [];
  const busy = new Set<Held>();

  async function take(): Promise<Held> {
    for (let held = idle.pop(); held; held = idle.pop()) {
      if (held.session.isUsable()) return held;
    }
    return { session: await open(), used: 0 };
  }

  function putBack(held: Held): void {
    busy.delete(held);
    held.used += 1;
    if (!held.session.isUsable()) return held.session.destroy();
    if (held.used >= mailsPerConnection) return held.session.close();
    idle.push(held);
  }

  return {
    async handOver(envelope, mail) {
      const held = await take();
      busy.add(held);
      try {
        return await held.session.handOver(envelope, mail);
      } finally {
        putBack(held);
      }
    },
    closeIdle() {
      for (const held of idle.splice(0)) held.session.close();
    },
    destroyAll() {
      for (const held of [...idle.splice(0), ...busy]) held.session.destroy();
    },
  };
}
