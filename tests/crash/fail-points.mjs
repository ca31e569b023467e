/**
 * Loaded into a sender before its own code (`node --import`): FAIL_AT=`STEP:N` makes the process kill itself at the Nth
 * time it comes to that step (the steps are named in troubles.ts). It looks at what is written to its sockets, so the
 * product has no switch for it.
 */
import { Socket } from 'node:net';

const [step, count] = (process.env.FAIL_AT ?? '').split(':');
const smtpPort = Number(process.env.FAIL_SMTP_PORT);
let left = Number(count);

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is not always there at once; nothing may happen in between.
  for (;;);
}

const isDue = (name) => name === step && (left -= 1) <= 0;

/** What the kernel has is on its way, even if the process dies. */
const dieWhenWritten = (socket, bytes) => {
  socket._handle.onread = () => undefined;
  originalWrite.call(socket, bytes, () => die());
};

const originalWrite = Reflect.get(Socket.prototype, 'write');
const textOf = (data) => (typeof data === 'string' ? data : Buffer.from(data).toString('latin1'));

Socket.prototype.write = function write(data, ...rest) {
  const text = textOf(data);
  if (this.remotePort !== smtpPort) {
    // The bind of the group commit names its statement.
    if (text.includes('commit window')) {
      if (isDue('before the window is sent')) die();
      if (isDue('after the window is sent'))
        return (setImmediate(die), originalWrite.call(this, data, ...rest));
    }
    return originalWrite.call(this, data, ...rest);
  }
  const isBody = text.length > 2000;
  if (text.includes('MAIL FROM') && isDue('before MAIL')) die();
  if (isBody && isDue('in the middle of a body'))
    return dieWhenWritten(this, Buffer.from(data).subarray(0, 1000));
  if (isBody && isDue('after the final dot')) return dieWhenWritten(this, data);
  return originalWrite.call(this, data, ...rest);
};

const originalEmit = Reflect.get(Socket.prototype, 'emit');
Socket.prototype.emit = function emit(event, data, ...rest) {
  const isReply = event === 'data' && this.remotePort === smtpPort && /^250 .*recorded/m.test(textOf(data));
  const dies = isReply && isDue('after the reply, before its commit');
  const answer = originalEmit.call(this, event, data, ...rest);
  if (dies) die();
  return answer;
};
