import { z } from 'zod';

const column = z.string().max(300);

/** What each column of a file means, by the column's heading. */
export const mappingShape = z.object({
  email: column,
  name: column.optional(),
  firstName: column.optional(),
  lastName: column.optional(),
  status: column.optional(),
  tags: column.optional(),
  joinedAt: column.optional(),
  /** A tier's name, or words such as `premium` and `yearly`. */
  tier: column.optional(),
  tierEndsAt: column.optional(),
  /** Says yes where the tier was given for nothing. */
  comp: column.optional(),
  /** Says yes where the row stands for somebody who pays. */
  isPaid: column.optional(),
  /** A language's code, such as `es` or `es-MX`, or its name. */
  language: column.optional(),
  /** An IANA name, such as `Europe/Madrid`. */
  timeZone: column.optional(),
  /** Says yes where the reader has left. */
  hasLeft: column.optional(),
  /** Custom fields, by slug. */
  fields: z.record(z.string(), column).default({}),
});

export type Mapping = z.infer<typeof mappingShape>;

export type MappedPart = Exclude<keyof Mapping, 'fields'>;

/** Headings that mean something whoever wrote them, in lower case without signs. */
const usual: Readonly<Record<MappedPart, readonly string[]>> = {
  email: ['email', 'emailaddress', 'mail', 'address', 'subscriber', 'courriel', 'correo', 'emailadresse'],
  name: ['name', 'fullname', 'displayname'],
  firstName: ['firstname', 'givenname', 'vorname', 'prenom', 'nombre'],
  lastName: ['lastname', 'surname', 'familyname', 'nachname', 'nom', 'apellidos'],
  status: ['status', 'state', 'subscriptionstatus', 'subscribertype', 'type'],
  tags: ['tags', 'labels', 'tag', 'segments'],
  joinedAt: [
    'createdat',
    'created',
    'signupdate',
    'joined',
    'subscribedat',
    'creationdate',
    'optintime',
    'startdate',
    'date',
  ],
  tier: ['tier', 'tiers', 'plan', 'subscriptiontier', 'membership'],
  tierEndsAt: ['expiry', 'expires', 'expiresat', 'expirydate', 'enddate', 'paidthrough'],
  comp: ['comp', 'complimentaryplan', 'comped', 'complimentary'],
  isPaid: ['activesubscription', 'paid', 'ispaid', 'premium'],
  language: ['language', 'lang', 'locale', 'idioma', 'sprache', 'langue'],
  timeZone: ['timezone', 'tz', 'zeitzone', 'zonahoraria', 'fuseauhoraire'],
  hasLeft: ['unsubscribed', 'emaildisabled', 'unsubtime', 'unsubscribedat'],
};

const plain = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What the headings of a file probably mean; null when none looks like an address. */
export function guessMapping(header: readonly string[]): Mapping | null {
  const found: Partial<Record<MappedPart, string>> = {};
  for (const [part, words] of Object.entries(usual) as Array<[MappedPart, readonly string[]]>) {
    const heading = words.map((word) => header.find((each) => plain(each) === word)).find(Boolean);
    if (heading !== undefined) found[part] = heading;
  }
  const email = found.email ?? header.find((each) => plain(each).includes('email'));
  if (email === undefined) return null;
  const hasName = found.firstName !== undefined || found.lastName !== undefined;
  return { ...found, email, ...(hasName && { name: undefined }), fields: {} };
}
