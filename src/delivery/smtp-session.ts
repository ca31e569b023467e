import { Readable } from 'node:stream';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { Reply, Stage } from './classify-reply.ts';
import { envelopeAddress } from './address.ts';

/** The server mail is handed to. */
export type Relay = {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `none`: plain, for loopback only. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
};

export type HandOver =
  | { readonly kind: 'accepted'; readonly text: string }
  /** The relay said no (4yz or 5yz); it does not have the mail. */
  | { readonly kind: 'replied'; readonly reply: Reply }
  /** The connection went before the first byte of the body: the relay cannot have the mail. */
  | { readonly kind: 'lost-before-body'; readonly text: string }
  /** The body may have been handed over and no answer came: nobody can know. */
  | { readonly kind: 'lost-after-body'; readonly text: string }
  /** Our own refusal before a byte was sent: the address needs SMTPUTF8, or the mail is larger than the relay takes. */
  | { readonly kind: 'not-offered'; readonly reply: Reply };

export type Envelope = { readonly from: string; readonly to: string };

export type SmtpSession = {
  readonly handOver: (envelope: Envelope, mail: Buffer) => Promise<HandOver>;
  readonly isUsable: () => boolean;
  /** QUIT when idle. */
  readonly close: () => void;
  /** Cuts the connection: a dialogue in progress ends as lost. */
  readonly destroy: () => void;
};

/** RFC 5321 section 4.5.3.2: a short wait after the final dot would create second copies, so it is 10 minutes. */
const timeouts = { connectionTimeout: 30_000, greetingTimeout: 300_000, socketTimeout: 600_000 };

const stages: Readonly<Record<string, Stage>> = {
  CONN: 'connect',
  EHLO: 'connect',
  STARTTLS: 'connect',
  AUTH: 'auth',
  'MAIL FROM': 'mail',
  'RCPT TO': 'rcpt',
  DATA: 'data',
};

type Failure = {
  readonly code?: number;
  readonly command?: string;
  readonly message: string;
  readonly response?: string;
};

/** nodemailer's errors carry what we need as loose properties; this reads them with their types. */
function readFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) };
  const code: unknown = Reflect.get(error, 'responseCode');
  const command: unknown = Reflect.get(error, 'command');
  const response: unknown = Reflect.get(error, 'response');
  return {
    message: error.message,
    ...(typeof code === 'number' && { code }),
    ...(typeof command === 'string' && { command }),
    ...(typeof response === 'string' && { response }),
  };
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

function offers(connection: SmtpConnection, extension: string): boolean {
  const offered: unknown = Reflect.get(connection, '_supportedExtensions');
  return Array.isArray(offered) && offered.includes(extension);
}

const connectOptions = (relay: Relay, name: string) => ({
  host: relay.host,
  port: relay.port,
  secure: relay.tls === 'implicit',
  requireTLS: relay.tls === 'required',
  ignoreTLS: relay.tls === 'none',
  name,
  tls: { minVersion: 'TLSv1.2' as const },
  ...timeouts,
});

/** Where a refused connection stands: told as a reply if the server gave one, else as a lost connection. */
export class ConnectError extends Error {
  readonly reply: Reply | null;
  constructor(failure: Failure) {
    super(failure.response ?? failure.message);
    const stage = stages[failure.command ?? 'CONN'] ?? 'connect';
    this.reply = failure.code === undefined ? null : { code: failure.code, stage, text: this.message };
  }
}

function connect(relay: Relay, name: string): Promise<SmtpConnection> {
  const connection = new SmtpConnection(connectOptions(relay, name));
  return new Promise((resolve, reject) => {
    connection.once('error', (error) => reject(new ConnectError(readFailure(error))));
    connection.connect((connectError) => {
      if (connectError) return reject(new ConnectError(readFailure(connectError)));
      if (relay.user === undefined) return resolve(connection);
      connection.login({ credentials: { user: relay.user, pass: relay.password ?? '' } }, (authError) => {
        if (!authError) return resolve(connection);
        connection.close();
        reject(new ConnectError({ ...readFailure(authError), command: 'AUTH' }));
      });
    });
  });
}

/**
 * Opens one connection to a relay: connected, secured and signed in by nodemailer. One mail at a time, one recipient a
 * mail. The body goes in as a stream that notes when its first byte is asked for: up to then a loss is a clean retry.
 * @param name our host name for EHLO
 * @throws ConnectError
 */
export async function openSmtpSession(relay: Relay, name: string): Promise<SmtpSession> {
  const connection = await connect(relay, name);
  let isBroken = false;
  connection.removeAllListeners('error');
  connection.on('error', () => {
    isBroken = true;
  });
  connection.once('end', () => {
    isBroken = true;
  });

  function handOver(envelope: Envelope, mail: Buffer): Promise<HandOver> {
    const to = envelopeAddress(envelope.to);
    if (!isAscii(to) && !offers(connection, 'SMTPUTF8')) {
      const text = 'the relay does not take addresses beyond ASCII (SMTPUTF8)';
      return Promise.resolve({
        kind: 'not-offered',
        reply: { code: 550, stage: 'rcpt', text: `5.6.7 ${text}` },
      });
    }
    let bodyBegan = false;
    let isRead = false;
    const body = new Readable({
      read() {
        if (isRead) return;
        isRead = true;
        bodyBegan = true;
        this.push(mail);
        this.push(null);
      },
    });
    return new Promise((resolve) => {
      connection.send({ from: envelope.from, to: [to], size: mail.length }, body, (error, info) => {
        if (!error) return resolve({ kind: 'accepted', text: info?.response ?? '' });
        const failure = readFailure(error);
        const text = (failure.response ?? failure.message).slice(0, 1024);
        if (failure.code !== undefined) {
          const stage = bodyBegan ? 'dot' : (stages[failure.command ?? ''] ?? 'mail');
          if (failure.code === 421) isBroken = true;
          return resolve({ kind: 'replied', reply: { code: failure.code, stage, text } });
        }
        const isOurs = !bodyBegan && failure.message.startsWith('Message size larger');
        if (isOurs)
          return resolve({ kind: 'not-offered', reply: { code: 552, stage: 'mail', text: `5.3.4 ${text}` } });
        isBroken = true;
        resolve({ kind: bodyBegan ? 'lost-after-body' : 'lost-before-body', text });
      });
    });
  }

  return {
    handOver,
    isUsable: () => !isBroken && !connection.destroyed,
    close: () => connection.quit(),
    destroy: () => connection.close(),
  };
}
