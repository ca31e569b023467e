import { z } from 'zod';
import type { ProviderName } from './feedback-event.ts';
import { parsePublicKey } from './providers/provider.ts';
import { confirmationUrl } from './providers/sns-message.ts';

/** How a provider proves itself, and so what has to be known of it. */
export const proofOf = {
  ses: 'topics',
  sendgrid: 'ec key',
  mailgun: 'secret',
  postmark: 'password',
  sparkpost: 'password',
  postal: 'rsa key',
} as const satisfies Record<ProviderName, string>;

export type SourceForm = {
  readonly username: string | null;
  /** Empty keeps the one that is there. */
  readonly secret: string;
  readonly topics: readonly string[];
  readonly isOn: boolean;
};

const keyTypes = { 'ec key': 'ec', 'rsa key': 'rsa' } as const;

/** What a form has to hold, by provider. Every value is a text. */
export const sourceForm = (provider: ProviderName, { hasSecret }: { hasSecret: boolean }) =>
  z
    .object({
      username: z.string().trim().max(100, 'Please use at most 100 characters'),
      secret: z.string().trim().max(4000, 'Please use at most 4000 characters'),
      topics: z.string().max(4000, 'Please use at most 4000 characters'),
      isOn: z.boolean(),
    })
    .transform(({ username, secret, topics, isOn }, context): SourceForm => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      const proof = proofOf[provider];
      const named = topics.split(/\s+/).filter(Boolean);
      if (proof === 'topics') {
        const isEveryOne = named.length > 0 && named.every((topic) => confirmationUrl(topic, '') !== null);
        if (!isEveryOne)
          refuse(
            'topics',
            'Please write one topic a line, such as arn:aws:sns:eu-west-1:123456789012:bounces',
          );
        return { username: null, secret: '', topics: named, isOn };
      }
      if (proof === 'password' && !/^[^\s:]+$/.test(username))
        refuse('username', 'Please write a name without spaces and colons');
      if (secret === '' && !hasSecret)
        refuse('secret', 'Please fill this in: nothing else proves who is calling');
      if (secret !== '' && (proof === 'ec key' || proof === 'rsa key')) {
        if (parsePublicKey(secret)?.asymmetricKeyType !== keyTypes[proof])
          refuse('secret', 'Please paste the public key as the provider shows it');
      } else if (secret !== '' && secret.length < 12) refuse('secret', 'Please use at least 12 characters');
      return { username: proof === 'password' ? username : null, secret, topics: [], isOn };
    });
