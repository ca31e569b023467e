import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

/**
 * `recording-sink.ts FILE DELAY_MS HANG_UP_SHARE PORT`: takes every mail, writes its Message-ID and the hash of its bytes to
 * FILE, and only then answers, or, for that share of mails, hangs up instead. Tells its port.
 */
const [file = '', delay = '0', hangUpShare = '0', port = '0'] = process.argv.slice(2);

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, session, callback) {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const bytes = Buffer.concat(parts);
      const id = /^Message-ID: <([^>]+)>/m.exec(bytes.toString('latin1'))?.[1] ?? 'none';
      appendFileSync(file, `${id} ${createHash('sha256').update(bytes).digest('hex')}\n`);
      if (Math.random() < Number(hangUpShare)) {
        for (const connection of server.connections)
          if (connection.session.id === session.id) connection.close();
        return;
      }
      setTimeout(() => callback(null, 'recorded'), Number(delay) * (0.5 + Math.random()));
    });
  },
});
// Killed clients break their connections: that is what this is for.
server.on('error', () => undefined);
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
