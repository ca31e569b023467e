import type { Socket } from 'node:net';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { Reply, Stage } from './classify-reply.ts';
import type { Envelope } from './hand-over.ts';

/** The server mail is handed to. */
export type Relay = {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `none`: plain, for loopback only. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** For digests, from each sender process; 10 unless told. */
  readonly connections?: number | undefined;
  /** Over one connection; 100 unless told. */
  readonly mailsPerConnection?: number | undefined;
};

/** RFC 5321 section 4.5.3.2: a short wait after the final dot would create second copies, so it is 10 minutes. */
const timeouts = { connectionTimeout: 30_000, greetingTimeout: 300_000, socketTimeout: 600_000 };

export const stages: Readonly<Record<string, Stage>> = {
  CONN: 'connect',
  EHLO: 'connect',
  STARTTLS: 'connect',
  AUTH: 'auth',
  'MAIL FROM': 'mail',
  'RCPT TO': 'rcpt',
  DATA: 'data',
};

export type Failure = {
  readonly code?: number;
  readonly command?: string;
  readonly message: string;
  readonly response?: string;
};

/** nodemailer's errors carry what we need as loose properties; this reads them with their types. */
export function readFailure(error: unknown): Failure {
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

export const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Our own refusals: the relay was not asked, since it never offered what the mail needs. */
export const needsUtf8: Reply = {
  code: 550,
  stage: 'rcpt',
  text: '5.6.7 the relay does not take addresses beyond ASCII (SMTPUTF8)',
};

const tooLarge = (mostBytes: number): Reply => ({
  code: 552,
  stage: 'mail',
  text: `5.3.4 the mail is larger than the ${mostBytes} bytes this relay takes`,
});

export function offers(connection: SmtpConnection, extension: string): boolean {
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

/** Connected, secured and signed in by nodemailer. @throws ConnectError */
export function connectToRelay(relay: Relay, name: string): Promise<SmtpConnection> {
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

/** A relay that is connected, secured and signed in, for a conversation of our own. */
export type ConnectedRelay = {
  readonly socket: Socket;
  readonly hasPipelining: boolean;
  /** What this relay cannot take, said before a byte is sent; null when it can (MAIL: T11, A3). */
  readonly refusalOf: (envelope: Envelope, bytes: number) => Reply | null;
  /** The MAIL command with the parameters the relay offered (RFC 1870, RFC 6531). Ends in CRLF. */
  readonly mailCommand: (envelope: Envelope, bytes: number) => string;
};

const listeners = {
  data: '_onSocketData',
  error: '_onSocketError',
  close: '_onSocketClose',
  end: '_onSocketEnd',
  timeout: '_onSocketTimeout',
} as const;

/** Takes the socket out of nodemailer's hands: it has connected, secured and signed in, and listens no more. */
function takeSocket(connection: SmtpConnection): Socket {
  const socket = Reflect.get(connection, '_socket') as Socket;
  for (const [event, name] of Object.entries(listeners)) {
    const listener: unknown = Reflect.get(connection, name);
    if (typeof listener === 'function') socket.removeListener(event, listener as () => void);
  }
  socket.setTimeout(0);
  socket.setNoDelay(true);
  return socket;
}

/** Opens a connection for many mails. @throws ConnectError */
export async function connectForBulk(relay: Relay, name: string): Promise<ConnectedRelay> {
  const connection = await connectToRelay(relay, name);
  const most: unknown = Reflect.get(connection, '_maxAllowedSize');
  const mostBytes = typeof most === 'number' && most > 0 ? most : Infinity;
  const hasSize = offers(connection, 'SIZE');
  const hasUtf8 = offers(connection, 'SMTPUTF8');
  const hasPipelining = offers(connection, 'PIPELINING');
  return {
    socket: takeSocket(connection),
    hasPipelining,
    refusalOf({ to }, bytes) {
      if (!hasUtf8 && !isAscii(to)) return needsUtf8;
      return bytes > mostBytes ? tooLarge(mostBytes) : null;
    },
    mailCommand({ from, to }, bytes) {
      const size = hasSize ? ` SIZE=${bytes}` : '';
      // Such an address stands in a header, which is then 8-bit: who offers one extension must offer the other (RFC 6531 section 3.1).
      return `MAIL FROM:<${from}>${size}${isAscii(to) ? '' : ' BODY=8BITMIME SMTPUTF8'}\r\n`;
    },
  };
}
