import { SMTPServer } from 'smtp-server';
import type { Relay } from '../../src/delivery/smtp-session.ts';

export type ArrivedMail = { readonly from: string; readonly to: string; readonly raw: string };

/** What the server says to a recipient or after a body; undefined takes it. Numbers are SMTP codes. */
export type MailboxScript = {
  onRecipient?: (address: string) => { readonly code: number; readonly text: string } | undefined;
  onBody?: (mail: ArrivedMail) => { readonly code: number; readonly text: string } | 'hang up' | undefined;
  /** How long each body takes, in milliseconds. */
  delayMs?: number;
};

export type Mailbox = {
  readonly relay: Relay;
  readonly mails: ArrivedMail[];
  /** Changes what the server answers from now on; cleared after each test. */
  script: MailboxScript;
};

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/** A real SMTP server on loopback whose answers the test scripts; every mail it took is in `mails`. */
export function useMailbox(): Mailbox {
  const mails: ArrivedMail[] = [];
  let script: MailboxScript = {};
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo(address, _session, callback) {
      const answer = script.onRecipient?.(address.address);
      callback(answer ? refusal(answer.code, answer.text) : null);
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = session.envelope.mailFrom;
        const mail = {
          from: from === false ? '' : from.address,
          to: session.envelope.rcptTo.map((recipient) => recipient.address).join(','),
          raw: Buffer.concat(parts).toString('latin1'),
        };
        const answer = script.onBody?.(mail);
        if (answer === 'hang up') {
          mails.push(mail);
          for (const connection of server.connections) connection.close();
          return;
        }
        setTimeout(() => {
          if (answer) return callback(refusal(answer.code, answer.text));
          mails.push(mail);
          return callback(null, 'taken');
        }, script.delayMs ?? 0);
      });
    },
  });
  server.on('error', () => undefined);
  let port = 0;

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.server.address();
        if (address !== null && typeof address === 'object') port = address.port;
        resolve();
      });
    });
  });
  afterEach(() => {
    mails.length = 0;
    script = {};
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  return {
    get relay(): Relay {
      return { host: '127.0.0.1', port, tls: 'none' };
    },
    mails,
    get script() {
      return script;
    },
    set script(next) {
      script = next;
    },
  };
}
