import { z } from 'zod';
import type { RelayFields } from './relays.ts';

const whole = (least: number, most: number, message: string) =>
  z.coerce.number(message).int(message).min(least, message).max(most, message);

const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$|^[0-9a-f:]{2,45}$/i;

/** "50 100 200": one number a day, as people write it. */
const dailyNumbers = z
  .string()
  .max(1000, 'Please use at most 90 days')
  .transform((text, context): number[] => {
    const days = text.split(/[\s,;]+/).filter(Boolean);
    if (days.length > 90 || !days.every((day) => /^[1-9]\d{0,6}$/.test(day))) {
      const message = 'Please write one whole number for each day, 90 at most, such as 50 100 200';
      context.addIssue({ code: 'custom', message });
    }
    return days.map(Number);
  });

/** A mail server as a form gives it: every value a text. */
export const relayForm = z
  .object({
    name: z.string().trim().min(1, 'Please give it a name').max(60, 'Please use at most 60 characters'),
    host: z.string().trim().regex(hostName, 'Please write a host name, such as mail.example.org'),
    port: whole(1, 65_535, 'Please write a port between 1 and 65535'),
    tls: z.enum(['implicit', 'required', 'none'], 'Please choose how the connection is secured'),
    username: z.string().trim().max(200, 'Please use at most 200 characters'),
    password: z.string().max(500, 'Please use at most 500 characters'),
    rank: whole(1, 100, 'Order: please write a number between 1 and 100'),
    weight: whole(1, 100, 'Share: please write a number between 1 and 100'),
    connections: whole(1, 500, 'Connections: please write a number between 1 and 500'),
    mailsPerConnection: whole(
      1,
      100_000,
      'Mails over one connection: please write a number between 1 and 100000',
    ),
    perHour: z.union([
      z.literal('').transform(() => null),
      whole(1, 100_000_000, 'Mails an hour: please write a whole number, or nothing'),
    ]),
    warmUp: dailyNumbers,
    warmUpFrom: z.union([z.literal('').transform(() => null), z.iso.date('Please choose a day')]),
    isOn: z.boolean(),
  })
  .transform((form, context): RelayFields => {
    const { username, password, warmUpFrom, warmUp, ...rest } = form;
    if (warmUp.length > 0 && warmUpFrom === null) {
      context.addIssue({
        code: 'custom',
        path: ['warmUpFrom'],
        message: 'Please choose the first day of the warm-up',
      });
    }
    const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(rest.host);
    if (username !== '' && rest.tls === 'none' && !isLoopback) {
      context.addIssue({
        code: 'custom',
        path: ['tls'],
        message: 'A password is sent over a secured connection only',
      });
    }
    return {
      ...rest,
      warmUp,
      warmUpFrom,
      username: username === '' ? null : username,
      ...(password !== '' && { password }),
    };
  });
