import { type Socket, connect } from 'node:net';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { type InboundListener, startListener } from '../../src/feedback/intake/listener.ts';
import { readKeptMails } from '../../src/feedback/intake/kept-mails.ts';
import { type Limits, openLimits } from '../../src/platform/rate-limit.ts';
import { type TestDatabase, testKeys, useDatabase } from './use-database.ts';

/** One conversation with the listener, by hand. */
export type Dialogue = {
  /** Says a line and gives the last line of the answer. */
  readonly say: (line: string) => Promise<string>;
  /** A whole mail after DATA, dots stuffed. */
  readonly body: (mail: string) => Promise<string>;
  readonly isOpen: () => boolean;
  readonly socket: Socket;
  readonly end: () => void;
};

export type TestListener = {
  readonly database: TestDatabase;
  readonly port: number;
  readonly dial: () => Promise<Dialogue>;
  /** Hands a mail over whole. @returns the answers to RCPT and, where it came so far, to the body */
  readonly hand: (to: string, mail: string, from?: string) => Promise<readonly string[]>;
  /** Reads what came in, as the worker does. @returns how many mails */
  readonly read: () => Promise<number>;
};

const silent = pino({ level: 'silent' });

/** The listener for delivery reports on a free loopback port, on the database of this file. */
export function useListener(): TestListener {
  let opened: { listener: InboundListener; limits: Limits } | undefined;
  const sockets = new Set<Socket>();

  // Stands before useDatabase(): nothing holds on to the database when it is dropped.
  afterAll(async () => {
    await opened?.listener.close();
    await opened?.limits.close();
  });
  const database = useDatabase();

  beforeAll(async () => {
    const limits = openLimits(database.url);
    const onKept = () => Promise.resolve();
    const setting = { db: database.db, keys: testKeys, limits, log: silent, onKept };
    opened = { limits, listener: await startListener(setting, { host: '127.0.0.1', port: 0 }) };
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  });
  async function dial(): Promise<Dialogue> {
    const socket = connect(opened?.listener.port ?? 0, '127.0.0.1');
    sockets.add(socket);
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    const answer = async (): Promise<string> => {
      for (;;) {
        const next = await lines.next();
        if (next.done === true) return 'closed';
        if (!/^\d{3}-/.test(next.value)) return next.value;
      }
    };
    const write = (text: string) => {
      socket.write(text);
      return answer();
    };
    await answer();
    return {
      socket,
      say: (line) => write(`${line}\r\n`),
      body: (mail) => write(`${mail.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.\r\n`),
      isOpen: () => !socket.destroyed && socket.readyState === 'open',
      end: () => socket.destroy(),
    };
  }

  return {
    database,
    get port() {
      return opened?.listener.port ?? 0;
    },
    dial,
    read: () => readKeptMails(database.db, testKeys, silent),
    async hand(to, mail, from = '') {
      const dialogue = await dial();
      await dialogue.say('EHLO mx.example.test');
      await dialogue.say(`MAIL FROM:<${from}>`);
      const said = [await dialogue.say(`RCPT TO:<${to}>`)];
      if (said[0]?.startsWith('250') === true) {
        await dialogue.say('DATA');
        said.push(await dialogue.body(mail));
      }
      dialogue.end();
      return said;
    },
  };
}
