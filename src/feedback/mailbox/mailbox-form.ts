import { z } from 'zod';

const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$|^[0-9a-f:]{2,45}$/i;
const loopback: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

const folder = z
  .string()
  .trim()
  .min(1, 'Please name a folder')
  .max(200, 'Please use at most 200 characters')
  .regex(/^[^\u0000-\u001f\u007f*%]+$/, 'Please use no line ends, * or %');

/** A mailbox as a form gives it. */
export const mailboxForm = ({ hasSecret }: { readonly hasSecret: boolean }) =>
  z
    .object({
      host: z.string().trim().regex(hostName, 'Please write a host name, such as imap.example.org'),
      port: z.coerce
        .number({ error: 'Please write a port between 1 and 65535' })
        .int('Please write a port between 1 and 65535')
        .min(1, 'Please write a port between 1 and 65535')
        .max(65_535, 'Please write a port between 1 and 65535'),
      tls: z.enum(['implicit', 'starttls', 'none'], 'Please choose how the connection is secured'),
      username: z
        .string()
        .trim()
        .min(1, 'Please give the name that signs in')
        .max(200, 'Please use at most 200 characters')
        .regex(/^[^\u0000-\u001f\u007f]*$/, 'Please keep it on one line'),
      auth: z.enum(['password', 'token'], 'Please choose how it signs in'),
      secret: z
        .string()
        .max(8000, 'Please use at most 8000 characters')
        .regex(/^[^\u0000-\u001f\u007f]*$/, 'Please keep it on one line')
        .refine((secret) => secret !== '' || hasSecret, 'Please give the password or token'),
      folder,
      doneFolder: folder,
      isOn: z.boolean(),
    })
    .refine(({ tls, host }) => tls !== 'none' || loopback.includes(host.toLowerCase()), {
      path: ['tls'],
      message: 'A password is sent over a secured connection only',
    })
    .refine((form) => form.folder !== form.doneFolder, {
      path: ['doneFolder'],
      message: 'Please name another folder than the one that is read',
    });

export type MailboxForm = z.infer<ReturnType<typeof mailboxForm>>;
