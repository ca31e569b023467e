import { createPublicKey, createVerify } from 'node:crypto';
import { z } from 'zod';
import { type FetchText, parseJson } from './provider.ts';

const snsMessage = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().max(200),
  TopicArn: z.string().max(300),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  SignatureVersion: z.literal('2'),
  Signature: z.string().max(2000),
  SigningCertURL: z.string().max(500),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().max(2000).optional(),
});

export type SnsMessage = Readonly<z.infer<typeof snsMessage>>;

/** Null for anything that is no message of SNS with a signature of version 2 (SHA-256). */
export const parseSnsMessage = (body: Buffer): SnsMessage | null =>
  snsMessage.safeParse(parseJson(body)).data ?? null;

/**
 * Whether a certificate may be fetched from there: from SNS itself over https and from nowhere else, since the address stands
 * in a message that nobody has proved yet.
 */
function isSnsCertificateUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password, search, hash, pathname } = new URL(text);
  return (
    protocol === 'https:' &&
    /^sns\.[a-z]{2}(?:-[a-z]+){1,3}-\d\.amazonaws\.com(?:\.cn)?$/.test(hostname) &&
    /^\/[A-Za-z0-9_-]{1,100}\.pem$/.test(pathname) &&
    [port, username, password, search, hash].every((part) => part === '') &&
    // A URL parser forgives much; only the plain spelling counts.
    new URL(text).href === text
  );
}

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** The text that SNS signs. */
export const snsSignedText = (message: SnsMessage): string =>
  signedFields[message.Type]
    .flatMap((name) => {
      const value = message[name];
      return value === undefined || value === null ? [] : [`${name}\n${value}\n`];
    })
    .join('');

const mostKept = 20;
const certificates = new Map<string, string>();

async function readCertificate(url: string, fetchText: FetchText): Promise<string> {
  const known = certificates.get(url);
  if (known !== undefined) return known;
  const text = await fetchText(url);
  if (certificates.size >= mostKept) certificates.clear();
  certificates.set(url, text);
  return text;
}

/** Proves a message by the certificate it names. @throws when the certificate cannot be fetched: the message comes again */
export async function isSignedBySns(message: SnsMessage, fetchText: FetchText): Promise<boolean> {
  if (!isSnsCertificateUrl(message.SigningCertURL)) return false;
  const certificate = await readCertificate(message.SigningCertURL, fetchText);
  try {
    const verify = createVerify('RSA-SHA256').update(snsSignedText(message), 'utf8');
    return verify.verify(createPublicKey(certificate), message.Signature, 'base64');
  } catch {
    certificates.delete(message.SigningCertURL);
    return false;
  }
}

/** Where a subscription is confirmed: put together by us from the topic, never the address that the message gives. */
export function confirmationUrl(topicArn: string, token: string): string | null {
  const found = /^arn:(aws(?:-[a-z]+)*):sns:([a-z]{2}(?:-[a-z]+){1,3}-\d):\d{12}:[\w.-]{1,256}$/.exec(
    topicArn,
  );
  if (!found) return null;
  const end = found[1] === 'aws-cn' ? '.cn' : '';
  const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: topicArn, Token: token });
  return `https://sns.${found[2]}.amazonaws.com${end}/?${query.toString()}`;
}
