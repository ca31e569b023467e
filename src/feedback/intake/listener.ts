import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import type { Log } from '../../platform/log.ts';
import type { Limit, Limits } from '../../platform/rate-limit.ts';
import { bounceTokenOf } from '../../delivery/mail-ids.ts';
import { isMailDomain } from '../sql/find-delivery.ts';
import { keepMail, largestReport } from './kept-mails.ts';
import { whoseMail } from './whose-mail.ts';

const most = { clients: 50, recipients: 20, wrongRecipients: 10 };
/** Reports from one address in a minute, and about one mail in an hour. */
const perMinute = 1200;
const perMail = 20;

export type InboundListener = { readonly port: number; readonly close: () => Promise<void> };

export type ListenerSetting = {
  readonly db: Db;
  readonly keys: KeyRing;
  readonly limits: Limits;
  readonly log: Log;
  /** A mail is kept: somebody may read it. */
  readonly onKept: () => Promise<void>;
};

class Refusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, words: string) {
    super(words);
    this.responseCode = responseCode;
  }
}

const later = new Refusal(451, '4.7.1 Please try again later');
const noRelay = new Refusal(550, '5.7.1 No mail is passed on here');
const noSuchUser = new Refusal(550, '5.1.1 There is no such address here');

/** The box of a bounce domain where providers send complaints. */
const reportBox = /^complaints@bounce\.(.+)$/;

async function countOrDefer(limit: Limit, key: string): Promise<void> {
  const { kind } = await limit(key);
  if (kind !== 'within') throw later;
}

async function readAll(stream: Readable & { readonly sizeExceeded?: boolean }): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    const bytes = Buffer.from(part as Uint8Array);
    length += bytes.length;
    // The rest has to be heard out, but not kept.
    if (length <= largestReport) parts.push(bytes);
  }
  if (length > largestReport) throw new Refusal(552, '5.3.4 No report is this long');
  return Buffer.concat(parts);
}

/**
 * Listens for what comes back: mail to true bounce addresses, and to the box for complaints. Nothing else is taken and
 * nothing is passed on. The answer 250 comes after the mail is kept; reading it is done elsewhere.
 * @throws when the port is taken
 */
export async function startListener(
  setting: ListenerSetting,
  at: { readonly host: string; readonly port: number },
): Promise<InboundListener> {
  const { db, keys, limits, log, onKept } = setting;
  const byNetwork = limits.create('inbound', perMinute, 60);
  const byMail = limits.create('inbound-mail', perMail, 3600);
  const wrong = new WeakMap<SMTPServerSession, number>();

  async function admit(address: string, session: SMTPServerSession): Promise<void> {
    if (session.envelope.rcptTo.length >= most.recipients)
      throw new Refusal(452, '4.5.3 Too many recipients');
    if ((wrong.get(session) ?? 0) >= most.wrongRecipients)
      throw new Refusal(421, '4.7.0 Too many wrong recipients');
    const problem = await problemOf(address.toLowerCase());
    if (problem === null) return;
    wrong.set(session, (wrong.get(session) ?? 0) + 1);
    throw problem;
  }

  async function problemOf(address: string): Promise<Refusal | null> {
    const token = bounceTokenOf(address);
    if (token !== null) {
      const whose = await whoseMail(db, keys, { envelopeTo: address });
      const domain = address.slice(address.indexOf('@bounce.') + '@bounce.'.length);
      if (whose.kind === 'found' && whose.delivery.mailDomain === domain) {
        await countOrDefer(byMail, token);
        return null;
      }
      if (whose.kind === 'forged') log.info('a mail came to a forged bounce address and was refused');
      return noSuchUser;
    }
    const domain = reportBox.exec(address)?.[1];
    if (domain !== undefined && (await isMailDomain(db, domain))) return null;
    const isOurDomain = await isMailDomain(db, /@bounce\.(.+)$/.exec(address)?.[1] ?? '');
    return isOurDomain ? noSuchUser : noRelay;
  }

  async function take(stream: Readable, session: SMTPServerSession): Promise<void> {
    const bytes = await readAll(stream);
    for (const { address } of session.envelope.rcptTo)
      await keepMail(db, keys, { envelopeTo: address, bytes });
    onKept().catch((error: unknown) => log.warn({ err: error }, 'no bell for a report; the sweep finds it'));
  }

  /** Whatever goes wrong on our side is for now: nobody loses a report over it. */
  const answer = (work: Promise<void>, callback: (error?: Error | null, words?: string) => void): void => {
    work.then(
      () => callback(null, '2.0.0 kept'),
      (error: unknown) => {
        if (!(error instanceof Refusal)) log.error({ err: error }, 'the listener had trouble');
        callback(error instanceof Refusal ? error : later);
      },
    );
  };

  const server = new SMTPServer({
    banner: 'Doorstep takes delivery reports',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    maxClients: most.clients,
    size: largestReport,
    socketTimeout: 60_000,
    onMailFrom: (_address, session, callback) =>
      answer(countOrDefer(byNetwork, session.remoteAddress), callback),
    onRcptTo: ({ address }, session, callback) => answer(admit(address, session), callback),
    onData: (stream, session, callback) => answer(take(stream, session), callback),
  });
  server.on('error', (error) => log.debug({ err: error }, 'a connection of the listener broke'));
  const port = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(at.port, at.host, () => {
      const address = server.server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : at.port);
    });
  });
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
