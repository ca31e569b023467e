import { once } from 'node:events';
import { type Socket, connect, createServer } from 'node:net';

export type Link = {
  /** Where the near end listens. */
  readonly port: number;
  /** From now on bytes are neither taken nor handed on, and nobody is told: what a partition looks like from inside. */
  readonly cut: () => void;
  /** Everything that was held arrives, in order. */
  readonly mend: () => void;
  readonly end: () => void;
};

/**
 * A network between a process and its database, on loopback.
 * @param delayMs how long each piece takes, each way
 */
export async function startLink(farPort: number, delayMs = 0): Promise<Link> {
  const sockets = new Set<Socket>();
  let isCut = false;

  const carry = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => setTimeout(() => to.write(bytes), delayMs));
    from.on('end', () => setTimeout(() => to.end(), delayMs));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (isCut) from.pause();
  };
  const server = createServer((near) => {
    const far = connect(farPort, '127.0.0.1');
    carry(near, far);
    carry(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the link has no port');

  return {
    port: address.port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    end() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
