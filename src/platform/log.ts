import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * One JSON object a line, on standard error. Addresses, tokens and passwords do not belong in a log; the fields that
 * might carry them by accident are removed here as a second lock.
 */
export function createLog(level: string, name: string): Log {
  return pino(
    {
      level,
      base: { name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'address',
          'email',
          'token',
          'password',
          'code',
          '*.address',
          '*.email',
          '*.token',
          '*.password',
          '*.code',
        ],
        censor: '[hidden]',
      },
    },
    pino.destination(2),
  );
}
