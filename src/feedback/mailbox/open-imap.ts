import type { ImapFlow } from 'imapflow';
import { largestReport } from '../intake/kept-mails.ts';

export type ImapAccount = {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly username: string;
  readonly auth: 'password' | 'token';
  readonly secret: string;
};

/** One folder that is open. */
export type ImapFolder = {
  /** Numbers of mails mean nothing any more when it changes. */
  readonly uidValidity: string;
  readonly mails: number;
  /** The numbers of mails beyond one, the lowest first. */
  readonly listBeyond: (uid: number) => Promise<readonly number[]>;
  /** A mail as far as reports are long, without marking it as read; null when it has gone meanwhile. */
  readonly read: (uid: number) => Promise<Buffer | null>;
  /** Moves mails into another folder, which is made when it is not there. */
  readonly move: (uids: readonly number[], folder: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type OpenImap = (account: ImapAccount, folder: string) => Promise<ImapFolder>;

const timeoutMs = 20_000;

async function openFolder(client: ImapFlow, folder: string): Promise<ImapFolder> {
  const opened = await client.mailboxOpen(folder);
  const makeFolder = async (path: string) => {
    const known = await client.list();
    // Some servers keep everything below INBOX.
    const isThere = known.some(
      (each) => each.path === path || each.path.endsWith(`${each.delimiter}${path}`),
    );
    if (!isThere) await client.mailboxCreate(path);
  };
  return {
    uidValidity: String(opened.uidValidity),
    mails: opened.exists,
    listBeyond: async (uid) => {
      const found = await client.search({ uid: `${uid + 1}:*` }, { uid: true });
      // "*" is the last mail, also when its number is lower.
      return Array.isArray(found) ? found.filter((each) => each > uid).toSorted((a, b) => a - b) : [];
    },
    read: async (uid) => {
      const mail = await client.fetchOne(
        String(uid),
        { uid: true, source: { start: 0, maxLength: largestReport } },
        { uid: true },
      );
      return mail === false ? null : (mail.source ?? null);
    },
    move: async (uids, path) => {
      await makeFolder(path);
      if ((await client.messageMove([...uids], path, { uid: true })) === false)
        throw new Error(`the server did not move the mails into ${path}`);
    },
    close: () => client.logout(),
  };
}

/** Signs in and opens a folder. The library is loaded here: most processes never read a mailbox. */
export const openImap: OpenImap = async (account, folder) => {
  const { ImapFlow: Client } = await import('imapflow');
  const { host, port, tls, username, auth, secret } = account;
  const client = new Client({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls !== 'implicit' && { doSTARTTLS: tls === 'starttls' }),
    auth: { user: username, ...(auth === 'token' ? { accessToken: secret } : { pass: secret }) },
    clientInfo: { name: 'Doorstep' },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: 3 * timeoutMs,
    disableAutoIdle: true,
    maxLiteralSize: 2 * largestReport,
    logger: false,
  });
  // A connection that breaks while nobody waits for an answer; whoever asks next is told.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await openFolder(client, folder);
  } catch (error) {
    client.close();
    throw error;
  }
};

const textOf = (error: object, name: string): string => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
};

const codes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'There is no server of this name',
  ECONNREFUSED: 'Nothing listens at this port',
  ECONNRESET: 'The server broke off',
  CONNECT_TIMEOUT: 'The server does not answer: is the port right?',
  GREETING_TIMEOUT: 'The server does not greet: is the connection secured in another way?',
  UPGRADE_TIMEOUT: 'The server did not secure the connection',
  NoConnection: 'The server broke off',
  EConnectionClosed: 'The server broke off',
  ClosedAfterConnectTLS: 'The server broke off while the connection was secured',
  ClosedAfterConnectText: 'The server broke off at once: is the connection secured in another way?',
};

/** Why a mailbox cannot be read, for whoever can mend it. Never with a word of the secret. */
export function imapProblem(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'It does not work, and the server does not say why';
  const said = textOf(error, 'responseText').replaceAll(/\s+/g, ' ').slice(0, 200);
  if (Reflect.get(error, 'authenticationFailed') === true)
    return `The server refuses the name or the secret${said === '' ? '' : `: “${said}”`}`;
  if (Reflect.get(error, 'mailboxMissing') === true) return 'There is no such folder in this mailbox';
  const code = textOf(error, 'code');
  const message = textOf(error, 'message');
  if (code.startsWith('ERR_TLS') || /certificate|self.signed|CERT_/i.test(`${code} ${message}`))
    return `The certificate of the server is not to be trusted (${message}), so nothing secret was sent. One that you made yourself is believed when Doorstep is started with NODE_EXTRA_CA_CERTS`;
  if (/does not support STARTTLS/.test(message))
    return 'The server does not offer to secure the connection by STARTTLS, so nothing secret was sent';
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO')
    return 'The server does not speak TLS at this port: is the connection secured in another way?';
  return codes[code] ?? (said === '' ? message : `The server says: “${said}”`);
}
