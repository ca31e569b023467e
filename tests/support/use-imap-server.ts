import { once } from 'node:events';
import { type Server, type Socket, createServer } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import type { Certificate } from './make-certificate.ts';

type Mail = { readonly uid: number; readonly bytes: Buffer };

type Security =
  | { readonly tls: 'none' }
  /** TLS from the first byte, or after STARTTLS. */
  | { readonly tls: 'implicit' | 'starttls'; readonly certificate: Certificate };

export type ImapServer = {
  readonly port: number;
  /** Folders by name, in the order they were made. */
  readonly folders: Map<string, Mail[]>;
  /** Commands as they came, without tags; secrets too. */
  readonly heard: string[];
  /** What is said instead to a command that begins like this; null breaks off. */
  answers: { readonly begin: string; readonly answer: string | null }[];
  uidValidity: number;
  /** How the next connections are secured, one after the other; the last way stays. Plain unless told. */
  security: readonly Security[];
  readonly put: (folder: string, text: string) => void;
  readonly clear: () => void;
};

type Session = { folder: string; readonly abilities: string };

/** What a server can do, and how it begins TLS when it is asked to. */
type Offer = { readonly abilities: string; readonly begin?: () => void };

const plain: Security = { tls: 'none' };

const plainAbilities = 'IMAP4rev1 MOVE UIDPLUS SASL-IR AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER';

/** The server's side of TLS over a connection that is open. */
function secured(socket: Socket, certificate: Certificate): TLSSocket {
  const secureContext = createSecureContext(certificate);
  const tls = new TLSSocket(socket, { isServer: true, secureContext });
  tls.on('error', () => undefined);
  return tls;
}

const quoted = /"((?:[^"\\]|\\.)*)"/;
const nameOf = (text: string): string =>
  quoted.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? text.trim().split(' ')[0] ?? '';

function uidsOf(set: string, mails: readonly Mail[]): readonly Mail[] {
  const last = mails.at(-1)?.uid ?? 0;
  const number = (text: string): number => (text === '*' ? last : Number(text));
  return mails.filter(({ uid }) =>
    set.split(',').some((part) => {
      const [from = '', to = from] = part.split(':');
      const [low, high] = [number(from), number(to)].toSorted((a, b) => a - b);
      return uid >= (low ?? 0) && uid <= (high ?? 0);
    }),
  );
}

/** An IMAP server of a few commands on loopback, as much as reading a mailbox takes. Its account is `reports`, `secret`. */
export function useImapServer(): ImapServer {
  const folders = new Map<string, Mail[]>();
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  let nextUid = 1;

  const state: ImapServer = {
    get port() {
      return port;
    },
    folders,
    heard,
    answers: [],
    uidValidity: 7,
    security: [plain],
    put: (folder, text) => {
      const mails = folders.get(folder) ?? [];
      mails.push({ uid: nextUid, bytes: Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')) });
      nextUid += 1;
      folders.set(folder, mails);
    },
    clear: () => {
      folders.clear();
      folders.set('INBOX', []);
      heard.length = 0;
      state.answers = [];
      state.uidValidity = 7;
      state.security = [plain];
      nextUid = 1;
    },
  };

  function answer(command: string, session: Session): readonly (string | Buffer)[] | 'break off' {
    const rule = state.answers.find(({ begin }) => command.toUpperCase().startsWith(begin));
    if (rule) return rule.answer === null ? 'break off' : [rule.answer];
    const [verb = '', ...words] = command.split(' ');
    const rest = words.join(' ');
    const mails = folders.get(session.folder) ?? [];
    switch (verb.toUpperCase()) {
      case 'CAPABILITY':
        return [`* CAPABILITY ${session.abilities}\r\n`, 'OK done'];
      case 'LOGIN':
        return /"?reports"? "?secret"?$/.test(rest)
          ? ['OK in']
          : ['NO [AUTHENTICATIONFAILED] wrong name or password'];
      case 'AUTHENTICATE': {
        const [method, initial = ''] = words;
        const said = Buffer.from(initial, 'base64').toString('utf8');
        const isRight =
          method === 'PLAIN' ? said.endsWith('\0reports\0secret') : said.includes('Bearer a-token');
        return isRight ? ['OK in'] : ['NO [AUTHENTICATIONFAILED] wrong name or password'];
      }
      case 'LIST':
        // The separator and the root, as it is asked for with an empty name.
        if (rest === '"" ""') return ['* LIST (\\Noselect) "/" ""\r\n', 'OK done'];
        return [
          ...[...folders.keys()].map((name) => `* LIST (\\HasNoChildren) "/" "${name}"\r\n`),
          'OK done',
        ];
      case 'CREATE':
        folders.set(nameOf(rest), []);
        return ['OK made'];
      case 'SELECT':
      case 'EXAMINE': {
        const name = nameOf(rest);
        const found = folders.get(name);
        if (!found) return ['NO [NONEXISTENT] no such mailbox'];
        session.folder = name;
        return [
          `* ${found.length} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY ${state.uidValidity}] ok\r\n* OK [UIDNEXT ${nextUid}] ok\r\n`,
          'OK [READ-WRITE] open',
        ];
      }
      case 'UID': {
        const [what = '', ...more] = words;
        if (what.toUpperCase() === 'SEARCH') {
          const set = /UID (\S+)/i.exec(more.join(' '))?.[1] ?? '1:*';
          return [
            `* SEARCH ${uidsOf(set, mails)
              .map(({ uid }) => uid)
              .join(' ')}\r\n`,
            'OK done',
          ];
        }
        const found = uidsOf(more[0] ?? '', mails);
        if (what.toUpperCase() === 'FETCH') {
          const limit = /<(\d+)\.(\d+)>/.exec(rest);
          return [
            ...found.flatMap(({ uid, bytes }) => {
              const shown = limit
                ? bytes.subarray(Number(limit[1]), Number(limit[1]) + Number(limit[2]))
                : bytes;
              const label = limit ? `BODY[]<${limit[1] ?? 0}>` : 'BODY[]';
              return [
                `* ${mails.findIndex((each) => each.uid === uid) + 1} FETCH (UID ${uid} ${label} {${shown.length}}\r\n`,
                shown,
                ')\r\n',
              ];
            }),
            'OK done',
          ];
        }
        if (what.toUpperCase() === 'MOVE') {
          const target = folders.get(nameOf(more.slice(1).join(' ')));
          if (!target) return ['NO [TRYCREATE] no such mailbox'];
          for (const mail of found) {
            target.push(mail);
            mails.splice(mails.indexOf(mail), 1);
          }
          return [...found.map(() => '* 1 EXPUNGE\r\n'), 'OK moved'];
        }
        return ['BAD unknown'];
      }
      case 'LOGOUT':
        return ['* BYE gone\r\n', 'OK gone'];
      default:
        return ['OK done'];
    }
  }

  function serve(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const [security = plain, ...later] = state.security;
    if (later.length > 0) state.security = later;
    if (security.tls === 'implicit') return greet(secured(socket, security.certificate));
    if (security.tls === 'none') return greet(socket);
    return greet(socket, {
      abilities: `${plainAbilities} STARTTLS LOGINDISABLED`,
      begin: () => converse(secured(socket, security.certificate), { abilities: plainAbilities }),
    });
  }

  function greet(socket: Socket, offer: Offer = { abilities: plainAbilities }): void {
    socket.write(`* OK [CAPABILITY ${offer.abilities}] ready\r\n`);
    converse(socket, offer);
  }

  function converse(socket: Socket, { abilities, begin }: Offer): void {
    const session: Session = { folder: '', abilities };
    let waiting = '';
    /** A command whose second line is awaited. */
    let asked = '';
    socket.on('data', (data: Buffer) => {
      waiting += data.toString('utf8');
      for (let end = waiting.indexOf('\r\n'); end !== -1; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        if (line.toUpperCase().endsWith('AUTHENTICATE PLAIN')) {
          asked = line;
          socket.write('+ \r\n');
          continue;
        }
        const [tag = '*', ...words] = (asked === '' ? line : `${asked} ${line}`).split(' ');
        asked = '';
        const command = words.join(' ');
        heard.push(command);
        if (command.toUpperCase() === 'STARTTLS' && begin) {
          socket.removeAllListeners('data');
          socket.write(`${tag} OK begin\r\n`);
          return begin();
        }
        const parts = answer(command, session);
        if (parts === 'break off') return socket.destroy();
        for (const part of parts.slice(0, -1)) socket.write(part);
        socket.write(`${tag} ${String(parts.at(-1))}\r\n`);
        if (command.toUpperCase() === 'LOGOUT') return socket.end();
      }
      return undefined;
    });
  }

  beforeAll(async () => {
    server = createServer(serve).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  });
  beforeEach(() => state.clear());
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server?.close(resolve);
    });
  });
  return state;
}
