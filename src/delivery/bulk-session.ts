import type { Socket } from 'node:net';
import type { Stage } from './classify-reply.ts';
import { ReplyReader, type SmtpReply } from './reply-reader.ts';
import type { ConnectedRelay } from './smtp-connect.ts';
import type { Envelope, HandOver } from './hand-over.ts';

/** One mail as a bulk session wants it. */
export type BulkMail = {
  readonly envelope: Envelope;
  /** Ends in CRLF; may be a view of the buffer it was given to write into. */
  readonly bytes: Buffer;
  /** True when it was written so that no line begins with a dot; without it, every byte is looked at. */
  readonly hasNoDotLine?: boolean;
};

/** Where a session gets its mails and tells what became of them. */
export type BulkFeed<Work> = {
  /** The next one; undefined when nothing is allowed at this moment. */
  readonly take: () => Work | undefined;
  /** Writes a mail, if it fits into `room`, there. */
  readonly write: (work: Work, room: Buffer) => BulkMail;
  /** Once a mail. The session goes on by itself: kicking its pool from here would begin a mail within another. */
  readonly settle: (work: Work, handOver: HandOver) => void;
  /** A mail could not be written: a fault of ours, no byte of it was sent. */
  readonly fail: (work: Work, error: unknown) => void;
};

type Command = 'rset' | 'mail' | 'rcpt' | 'data' | 'dot';

/** One mail on its way: its envelope is sent, then its body. */
type Dialogue<Work> = {
  readonly work: Work;
  /** As it goes over the wire, dots doubled. */
  readonly mail: BulkMail;
  /** Without the doubled dots: so SIZE counts (RFC 1870 section 5). */
  readonly size: number;
  readonly room: Buffer;
  /** The refusal of its sender, recipient or DATA, when there was one. */
  refusal: { readonly stage: Stage; readonly reply: SmtpReply } | null;
  bodyBegan: boolean;
};

type Line<Work> = { readonly text: string; readonly command: Command; readonly of: Dialogue<Work> };

/** RFC 5321 section 4.5.3.2: a short wait after the final dot would create second copies, so it is 10 minutes. */
const patienceMs: Readonly<Record<Command, number>> = {
  rset: 300_000,
  mail: 300_000,
  rcpt: 300_000,
  data: 120_000,
  dot: 600_000,
};

const quitPatienceMs = 10_000;

const lineDot = Buffer.from('\n.');

/** RFC 5321 section 4.5.2. Our own mails never begin a line with a dot; this keeps the promise for any bytes. */
export function stuffDots(bytes: Buffer): Buffer {
  const isClean = bytes[0] !== 0x2e && !bytes.includes(lineDot);
  return isClean ? bytes : Buffer.from(bytes.toString('latin1').replace(/(^|\n)\./g, '$1..'), 'latin1');
}

const isPositive = (reply: SmtpReply): boolean => reply.code >= 200 && reply.code < 300;

/** What a command may be answered with. Anything else shows that the relay and we speak of different commands. */
const isInTurn = (command: Command, { code }: SmtpReply): boolean =>
  code >= 400 || (command === 'data' ? code === 354 : code < 300);

/** Room for a mail and, behind it, the final dot and the next envelope; larger mails get a buffer of their own. */
const roomBytes = 64 * 1024;

/**
 * A conversation that hands over one mail after another on an open connection. With PIPELINING (RFC 2920) an envelope goes
 * out in one write, and behind the body of a mail the envelope of the next: one write and one read a mail. Without it,
 * command by command. When the connection ends, each mail is told by what had been sent of it.
 */
export class BulkSession<Work> {
  private readonly relay: ConnectedRelay;
  private readonly socket: Socket;
  private readonly feed: BulkFeed<Work>;
  private readonly onEnd: () => void;
  private readonly reader = new ReplyReader();
  /** Two are enough: a mail's buffer is free when its reply is there, before the one after the next is written. */
  private readonly rooms = [Buffer.allocUnsafeSlow(roomBytes), Buffer.allocUnsafeSlow(roomBytes)] as const;
  private written = 0;
  /** Commands whose replies are to come, in order. */
  private awaited: Line<Work>[] = [];
  /** Commands not yet sent: without PIPELINING they go one at a time. */
  private unsent: Line<Work>[] = [];
  private deadline = Infinity;
  private mailsLeft: number;
  private needsReset = false;
  private isOver = false;

  constructor(relay: ConnectedRelay, feed: BulkFeed<Work>, mailsPerConnection: number, onEnd: () => void) {
    this.relay = relay;
    this.socket = relay.socket;
    this.feed = feed;
    this.mailsLeft = mailsPerConnection;
    this.onEnd = onEnd;
    this.socket.on('data', (chunk: Buffer) => this.hear(chunk));
    this.socket.on('error', (error) => this.end(error.message));
    this.socket.on('end', () => this.end('the relay closed the connection'));
    this.socket.on('close', () => this.end('the connection was closed'));
  }

  get isIdle(): boolean {
    return !this.isOver && this.awaited.length === 0 && this.unsent.length === 0;
  }

  /** Begins with the next mail, if there is one and the session is idle. */
  start(): void {
    if (!this.isIdle) return;
    const dialogue = this.begin();
    if (dialogue) this.send(this.envelopeLines(dialogue));
    else if (this.mailsLeft === 0) this.close();
  }

  /** QUIT: for an idle session. A relay that does not hang up then is left. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.socket.end('QUIT\r\n');
    this.socket.setTimeout(quitPatienceMs, () => this.socket.destroy());
    this.onEnd();
  }

  /** Cuts the connection: dialogues in progress end as lost. */
  destroy(): void {
    this.end('the connection was cut');
  }

  /** Ends a conversation whose relay has been silent for too long. */
  checkPatience(now: number): void {
    if (now > this.deadline) this.end('the relay did not answer in time');
  }

  /** Takes the next mail and writes it; settles at once what this relay cannot take. */
  private begin(): Dialogue<Work> | null {
    while (this.mailsLeft > 0) {
      const work = this.feed.take();
      if (work === undefined) return null;
      const room = this.rooms[this.written % 2 === 0 ? 0 : 1];
      let mail: BulkMail;
      try {
        mail = this.feed.write(work, room);
      } catch (error) {
        this.feed.fail(work, error);
        continue;
      }
      const refusal = this.relay.refusalOf(mail.envelope, mail.bytes.length);
      if (refusal) {
        this.feed.settle(work, { kind: 'not-offered', reply: refusal });
        continue;
      }
      this.written += 1;
      this.mailsLeft -= 1;
      const size = mail.bytes.length;
      const stuffed = mail.hasNoDotLine ? mail : { ...mail, bytes: stuffDots(mail.bytes) };
      return { work, mail: stuffed, size, room, refusal: null, bodyBegan: false };
    }
    return null;
  }

  private envelopeLines(of: Dialogue<Work>): Line<Work>[] {
    const lines: Line<Work>[] = [
      { text: this.relay.mailCommand(of.mail.envelope, of.size), command: 'mail', of },
      { text: `RCPT TO:<${of.mail.envelope.to}>\r\n`, command: 'rcpt', of },
      { text: 'DATA\r\n', command: 'data', of },
    ];
    if (!this.needsReset) return lines;
    this.needsReset = false;
    return [{ text: 'RSET\r\n', command: 'rset', of }, ...lines];
  }

  private send(lines: readonly Line<Work>[]): void {
    if (this.relay.hasPipelining) {
      this.awaited.push(...lines);
      this.socket.write(lines.map((line) => line.text).join(''), 'utf8');
    } else {
      this.unsent.push(...lines);
      this.sendOne();
    }
    this.renewDeadline();
  }

  private sendOne(): void {
    const line = this.unsent.shift();
    if (!line) return;
    this.awaited.push(line);
    this.socket.write(line.text, 'utf8');
  }

  /** The body, its final dot and, with PIPELINING, the envelope of the next mail, in one write. */
  private sendBody(of: Dialogue<Work>): void {
    of.bodyBegan = true;
    const next = this.relay.hasPipelining ? this.begin() : null;
    const lines = next ? this.envelopeLines(next) : [];
    this.awaited.push({ text: '', command: 'dot', of }, ...lines);
    const tail = `.\r\n${lines.map((line) => line.text).join('')}`;
    const { bytes } = of.mail;
    const end = bytes.length + Buffer.byteLength(tail);
    if (bytes.buffer === of.room.buffer && end <= of.room.length) {
      of.room.write(tail, bytes.length, 'utf8');
      this.socket.write(of.room.subarray(0, end));
    } else {
      this.socket.cork();
      this.socket.write(bytes);
      this.socket.write(tail, 'utf8');
      this.socket.uncork();
    }
    this.renewDeadline();
  }

  private renewDeadline(): void {
    const first = this.awaited[0];
    this.deadline = first ? Date.now() + patienceMs[first.command] : Infinity;
  }

  private hear(chunk: Buffer): void {
    try {
      this.reader.read(chunk, (reply) => this.answer(reply));
    } catch (error) {
      this.end(error instanceof Error ? error.message : String(error));
    }
  }

  private answer(reply: SmtpReply): void {
    if (this.isOver) return;
    const line = this.awaited.shift();
    if (!line) return this.end(`the relay spoke unasked: ${reply.text}`);
    if (reply.code === 421) return this.endWith(line, reply);
    if (!isInTurn(line.command, reply)) {
      this.awaited.unshift(line);
      return this.end(`the relay answered out of turn: ${reply.text}`);
    }
    switch (line.command) {
      case 'rset':
        break;
      case 'mail':
      case 'rcpt':
        if (!isPositive(reply)) line.of.refusal ??= { stage: line.command, reply };
        if (line.of.refusal && !this.relay.hasPipelining) return this.giveUp(line.of);
        break;
      case 'data':
        return this.answerData(line.of, reply);
      case 'dot':
        this.settle(line.of, reply);
        break;
      default:
        line.command satisfies never;
    }
    this.goOn();
  }

  private answerData(of: Dialogue<Work>, reply: SmtpReply): void {
    if (reply.code === 354 && !of.refusal) return this.sendBody(of);
    if (reply.code === 354) {
      // The relay takes data although it refused the recipient: an empty mail to nobody ends it (RFC 2920 section 3.1).
      this.awaited.unshift({ text: '', command: 'dot', of });
      this.socket.write('.\r\n');
      return this.renewDeadline();
    }
    of.refusal ??= { stage: 'data', reply };
    this.giveUp(of);
  }

  /** The mail is refused and nothing of its body was sent; the transaction must be cleared before the next. */
  private giveUp(of: Dialogue<Work>): void {
    this.unsent = [];
    this.needsReset = true;
    this.settle(of, null);
    this.goOn();
  }

  private goOn(): void {
    if (this.isOver) return;
    if (this.awaited.length > 0) return this.renewDeadline();
    if (this.unsent.length > 0) {
      this.sendOne();
      return this.renewDeadline();
    }
    this.deadline = Infinity;
    this.start();
  }

  /** @param reply to the final dot; null when it was refused before */
  private settle(of: Dialogue<Work>, reply: SmtpReply | null): void {
    if (of.refusal) {
      const { stage, reply: said } = of.refusal;
      this.feed.settle(of.work, { kind: 'replied', reply: { code: said.code, stage, text: said.text } });
    } else if (reply && isPositive(reply)) {
      this.feed.settle(of.work, { kind: 'accepted', text: reply.text });
    } else if (reply) {
      this.feed.settle(of.work, {
        kind: 'replied',
        reply: { code: reply.code, stage: 'dot', text: reply.text },
      });
    }
  }

  /** 421: the relay closes the connection (RFC 5321 section 3.8), and the mail it speaks of was not taken. */
  private endWith({ command, of }: Line<Work>, reply: SmtpReply): void {
    const stage = command === 'rset' ? 'mail' : command;
    of.refusal ??= { stage, reply };
    this.settle(of, null);
    this.end(reply.text, of);
  }

  /** @param settled a dialogue that has its result already */
  private end(text: string, settled?: Dialogue<Work>): void {
    if (this.isOver) return;
    this.isOver = true;
    this.deadline = Infinity;
    const open = new Set([...this.awaited, ...this.unsent].map((line) => line.of));
    this.awaited = [];
    this.unsent = [];
    this.socket.destroy();
    for (const of of open) {
      if (of === settled) continue;
      if (of.refusal) this.settle(of, null);
      else this.feed.settle(of.work, { kind: of.bodyBegan ? 'lost-after-body' : 'lost-before-body', text });
    }
    this.onEnd();
  }
}
