import { type Server, type Socket, createServer } from 'node:net';

export type Step = 'banner' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'dot' | 'rset' | 'quit' | 'other';

/**
 * What the server does at a step. A string is said with its line end, bytes go as they are; `fin` and `rst` break off,
 * `silence` says nothing.
 */
export type Answer = string | Buffer;

export type SmtpScript = {
  readonly extensions?: readonly string[];
  /** Undefined: what an honest server says. Connections and their mails are counted from 1. */
  readonly answer?: (step: Step, connection: number, mail: number) => Answer | undefined;
  /** Breaks off in the middle of this body. */
  readonly cutBody?: (connection: number, mail: number) => 'fin' | 'rst' | undefined;
  readonly lineEnd?: '\r\n' | '\n';
  /** Every byte is a write of its own. */
  readonly isDripping?: boolean;
  /** Takes a lone LF for the end of a line, as careless servers do. */
  readonly isLenient?: boolean;
};

export type TakenMail = { readonly from: string; readonly to: string; readonly bytes: Buffer };

export type Heard = {
  readonly commands: string[];
  readonly mails: TakenMail[];
  readonly raw: Buffer[];
};

const stepOf: Readonly<Record<string, Step>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  RSET: 'rset',
  QUIT: 'quit',
};

const pathOf = (line: string): string => /<(.*?)>/.exec(line)?.[1] ?? '';

/** One conversation, from the server's side: strict about the order of commands, so that a missing RSET is noticed. */
class Conversation {
  readonly heard: Heard = { commands: [], mails: [], raw: [] };
  private readonly socket: Socket;
  private readonly script: SmtpScript;
  private readonly number: number;
  private readonly isDue: () => void;
  private pending = Buffer.alloc(0);
  private isInBody = false;
  private isOver = false;
  private from: string | null = null;
  private to: string | null = null;
  private mailCount = 0;
  private dripped = Promise.resolve();

  constructor(socket: Socket, script: SmtpScript, number: number, isDue: () => void) {
    this.socket = socket;
    this.script = script;
    this.number = number;
    this.isDue = isDue;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => this.hear(chunk));
    this.say('banner', '220 scripted.example.test ESMTP');
  }

  private hear(chunk: Buffer): void {
    if (this.isOver) return;
    this.heard.raw.push(chunk);
    this.pending = Buffer.concat([this.pending, chunk]);
    while (!this.isOver && (this.isInBody ? this.takeBody() : this.takeCommand()));
    this.isDue();
  }

  private takeCommand(): boolean {
    const end = this.pending.indexOf('\r\n');
    if (end === -1) return false;
    const line = this.pending.toString('utf8', 0, end);
    this.pending = this.pending.subarray(end + 2);
    this.heard.commands.push(line);
    const step = stepOf[line.slice(0, 4).toUpperCase()] ?? 'other';
    if (step === 'mail') this.mailCount += 1;
    const said = this.say(step, this.honestAnswer(step));
    if (step === 'mail' && said.startsWith('2')) this.from = pathOf(line);
    if (step === 'rcpt' && said.startsWith('2')) this.to = pathOf(line);
    if (step === 'rset') this.forget();
    if (step === 'data') this.isInBody = said.startsWith('354');
    if (step === 'quit') this.finish();
    return true;
  }

  private honestAnswer(step: Step): string {
    switch (step) {
      case 'ehlo':
        return ['scripted.example.test', ...(this.script.extensions ?? [])]
          .map((line, index, lines) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`)
          .join(this.script.lineEnd ?? '\r\n');
      case 'mail':
        return this.from === null ? '250 2.1.0 sender ok' : '503 5.5.1 nested MAIL';
      case 'rcpt':
        return this.from === null ? '503 5.5.1 no MAIL' : '250 2.1.5 recipient ok';
      case 'data':
        return this.to === null ? '503 5.5.1 no recipient' : '354 go on';
      case 'quit':
        return '221 bye';
      case 'other':
        return '502 5.5.1 not here';
      case 'banner':
      case 'rset':
      case 'dot':
        return '250 ok';
      default:
        return step satisfies never;
    }
  }

  private takeBody(): boolean {
    const cut = this.script.cutBody?.(this.number, this.mailCount);
    if (cut) {
      this.breakOff(cut);
      return false;
    }
    const text = this.pending.toString('latin1');
    const end = (this.script.isLenient ? /(^|\n)\.\r?\n/ : /(^|\r\n)\.\r\n/).exec(text);
    if (!end) return false;
    const body = text.slice(0, end.index + (end[1] ?? '').length);
    this.pending = this.pending.subarray(end.index + end[0].length);
    this.isInBody = false;
    const said = this.say('dot', this.to === null ? '554 5.5.1 no recipient' : '250 2.0.0 taken');
    const plain = body.replace(this.script.isLenient ? /(^|\n)\./g : /(^|\r\n)\./g, '$1');
    if (said.startsWith('2'))
      this.heard.mails.push({
        from: this.from ?? '',
        to: this.to ?? '',
        bytes: Buffer.from(plain, 'latin1'),
      });
    this.forget();
    return true;
  }

  private forget(): void {
    this.from = null;
    this.to = null;
  }

  private say(step: Step, honest: string): string {
    const answer = this.script.answer?.(step, this.number, this.mailCount) ?? honest;
    if (answer === 'fin' || answer === 'rst') this.breakOff(answer);
    else if (answer !== 'silence')
      this.write(typeof answer === 'string' ? Buffer.from(answer + (this.script.lineEnd ?? '\r\n')) : answer);
    return answer.toString('latin1');
  }

  private write(bytes: Buffer): void {
    if (!this.script.isDripping) {
      this.socket.write(bytes);
      return;
    }
    this.dripped = this.drip(bytes, this.dripped);
  }

  private async drip(bytes: Buffer, before: Promise<void>): Promise<void> {
    await before;
    for (const byte of bytes) {
      this.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private finish(): void {
    this.isOver = true;
    void this.dripped.finally(() => this.socket.end());
  }

  private breakOff(how: 'fin' | 'rst'): void {
    this.isOver = true;
    if (how === 'fin') this.socket.end();
    else this.socket.resetAndDestroy();
  }
}

export type ScriptedSmtp = {
  readonly port: number;
  /** One entry a connection. */
  readonly heard: Heard[];
  readonly mails: TakenMail[];
  /** Forgets what was heard and begins with another script; counts from 1 again. */
  readonly play: (script: SmtpScript) => void;
  /** Resolves when what was heard fulfils it. */
  readonly until: (isTrue: () => boolean) => Promise<void>;
};

/** A server of a few lines on loopback: says what the test tells it to say, lies and breaks off on demand. */
export function useScriptedSmtp(): ScriptedSmtp {
  const sockets = new Set<Socket>();
  let script: SmtpScript = {};
  let conversations: Conversation[] = [];
  let watchers: (() => void)[] = [];
  let port = 0;
  const look = (): void => {
    for (const watcher of watchers) watcher();
  };
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    conversations.push(new Conversation(socket, script, conversations.length + 1, look));
    look();
  });

  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          if (address !== null && typeof address === 'object') port = address.port;
          resolve();
        });
      }),
  );
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  return {
    get port() {
      return port;
    },
    get heard() {
      return conversations.map((conversation) => conversation.heard);
    },
    get mails() {
      return conversations.flatMap((conversation) => conversation.heard.mails);
    },
    play(next) {
      script = next;
      conversations = [];
      watchers = [];
    },
    until(isTrue) {
      return new Promise<void>((resolve) => {
        const watcher = (): void => {
          if (isTrue()) resolve();
        };
        watchers.push(watcher);
        watcher();
      });
    },
  };
}
