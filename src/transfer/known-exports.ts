import { type Mapping, guessMapping } from './mapping.ts';

type KnownExport = {
  readonly source: string;
  /** Headings that only this product writes together, as they stand in its files. */
  readonly headings: readonly string[];
  readonly mapping: Omit<Mapping, 'fields'>;
};

/** Exports as these products wrote them in 2024 to 2026. Headings are compared without regard to case. */
const knownExports: readonly KnownExport[] = [
  {
    source: 'Mailchimp',
    headings: ['Email Address', 'MEMBER_RATING', 'LEID', 'EUID'],
    mapping: {
      email: 'Email Address',
      firstName: 'First Name',
      lastName: 'Last Name',
      tags: 'TAGS',
      joinedAt: 'OPTIN_TIME',
      hasLeft: 'UNSUB_TIME',
    },
  },
  {
    source: 'Substack',
    headings: ['email', 'active_subscription', 'expiry', 'email_disabled'],
    mapping: {
      email: 'email',
      isPaid: 'active_subscription',
      tier: 'plan',
      tierEndsAt: 'expiry',
      hasLeft: 'email_disabled',
      joinedAt: 'created_at',
    },
  },
  {
    source: 'Ghost',
    headings: ['email', 'subscribed_to_emails', 'complimentary_plan', 'stripe_customer_id'],
    mapping: {
      email: 'email',
      name: 'name',
      status: 'subscribed_to_emails',
      comp: 'complimentary_plan',
      tier: 'tiers',
      tags: 'labels',
      joinedAt: 'created_at',
    },
  },
  {
    source: 'beehiiv',
    headings: ['email', 'status', 'subscription_tier', 'utm_source'],
    mapping: {
      email: 'email',
      status: 'status',
      tier: 'subscription_tier',
      tags: 'tags',
      joinedAt: 'created_at',
    },
  },
  {
    source: 'Buttondown',
    headings: ['email', 'subscriber_type', 'creation_date', 'secondary_id'],
    mapping: { email: 'email', status: 'subscriber_type', tags: 'tags', joinedAt: 'creation_date' },
  },
  {
    source: 'listmonk',
    headings: ['uuid', 'email', 'status', 'attributes'],
    mapping: { email: 'email', name: 'name', status: 'status', joinedAt: 'created_at' },
  },
  {
    source: 'Kit',
    headings: ['email', 'first_name', 'status', 'subscribed_at'],
    mapping: {
      email: 'email',
      firstName: 'first_name',
      status: 'status',
      tags: 'tags',
      joinedAt: 'subscribed_at',
    },
  },
  {
    source: 'Kit',
    headings: ['email_address', 'first_name', 'state'],
    mapping: {
      email: 'email_address',
      firstName: 'first_name',
      status: 'state',
      tags: 'tags',
      joinedAt: 'created_at',
    },
  },
];

export type Recognised = { readonly source: string | null; readonly mapping: Mapping | null };

/** Whose export a header is, and what its columns mean. A part whose column is missing from this file is left out. */
export function recogniseExport(header: readonly string[]): Recognised {
  const asWritten = (heading: string | undefined): string | undefined =>
    header.find((each) => each.trim().toLowerCase() === heading?.toLowerCase());
  const known = knownExports.find(({ headings }) => headings.every((each) => asWritten(each) !== undefined));
  if (!known) return { source: null, mapping: guessMapping(header) };
  const parts = Object.entries(known.mapping).flatMap(([part, heading]) => {
    const found = asWritten(heading);
    return found === undefined ? [] : [[part, found]];
  });
  return { source: known.source, mapping: { ...Object.fromEntries(parts), fields: {} } as Mapping };
}
