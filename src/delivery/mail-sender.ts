/** Who a mail is from. The domain of `address` is the mail domain: it stands in Message-ID and envelope sender. */
export type MailSender = {
  readonly name: string;
  readonly address: string;
  readonly replyTo?: string | undefined;
};

/** The part of an address after the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
