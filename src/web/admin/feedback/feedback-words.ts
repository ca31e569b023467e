import type { BounceClass } from '../../../delivery/reply-classes/reply-class.ts';
import type {
  FeedbackEffect,
  FeedbackKind,
  FeedbackSource,
  ProviderName,
} from '../../../feedback/intake/feedback-event.ts';

export const kindNames: Readonly<Record<FeedbackKind, string>> = {
  bounce: 'Came back',
  complaint: 'Complaint',
  unsubscribe: 'Goodbye at the provider',
};

export const providerTitles: Readonly<Record<ProviderName, string>> = {
  ses: 'Amazon SES',
  sendgrid: 'SendGrid',
  mailgun: 'Mailgun',
  postmark: 'Postmark',
  sparkpost: 'SparkPost',
  postal: 'Postal',
};

export const sourceNames: Readonly<Record<FeedbackSource, string>> = {
  ...providerTitles,
  reply: 'Said by the mail server at once',
  report: 'A report by mail',
  file: 'A saved report',
};

export const effectNames: Readonly<Record<FeedbackEffect, string>> = {
  noted: 'Nothing: it is not about the reader',
  strike: 'Counted',
  suppressed: 'Kept back from now on',
  'kept back before': 'Kept back already',
  'lifted since': 'Nothing: mail goes there again since',
};

/** A class as a person reads it. */
export const classWords: Readonly<Record<BounceClass, string>> = {
  'address-dead': 'There is no such address',
  'domain-dead': 'The domain takes no mail',
  'mailbox-disabled': 'The mailbox is switched off',
  'mailbox-full': 'The mailbox is full',
  rate: 'Too much mail at once',
  connection: 'The other server could not be reached or was ill',
  reputation: 'The address we send from is blocked',
  'sender-config': 'Our sender is refused: its records or rights are not in order',
  content: 'The mail itself was refused: its words, form or size',
  'policy-recipient': 'This reader’s side takes no mail from us',
  'needs-smtputf8': 'The address has letters that the way cannot carry',
  expired: 'Given up after days of trying',
  unknown: 'Refused without a reason that we know',
};
