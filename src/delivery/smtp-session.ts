import { Readable } from 'node:stream';
import { envelopeAddress } from './address.ts';
import type { Envelope, HandOver } from './hand-over.ts';
import {
  type Relay,
  connectToRelay,
  isAscii,
  needsUtf8,
  offers,
  readFailure,
  stages,
} from './smtp-connect.ts';

export type { Relay } from './smtp-connect.ts';

export type SmtpSession = {
  readonly handOver: (envelope: Envelope, mail: Buffer) => Promise<HandOver>;
  readonly isUsable: () => boolean;
  /** QUIT when idle. */
  readonly close: () => void;
  /** Cuts the connection: a dialogue in progress ends as lost. */
  readonly destroy: () => void;
};

/**
 * Opens one connection to a relay: connected, secured and signed in by nodemailer. One mail at a time, one recipient a
 * mail. The body goes in as a stream that notes when its first byte is asked for: up to then a loss is a clean retry.
 * @param name our host name for EHLO
 * @throws ConnectError
 */
export async function openSmtpSession(relay: Relay, name: string): Promise<SmtpSession> {
  const connection = await connectToRelay(relay, name);
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
      return Promise.resolve({ kind: 'not-offered', reply: needsUtf8 });
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
