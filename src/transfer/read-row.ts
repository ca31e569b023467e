import { parseReaderName } from '../audience/reader-name.ts';
import { type Address, parseAddress } from '../delivery/address.ts';
import { parseTimeZone } from '../platform/wall-time.ts';
import type { Mapping, MappedPart } from './mapping.ts';
import { type Language, languageNames, languages, wordsIn } from '../../templates/words/languages.ts';

/** How somebody stood with the list that is imported. */
export type ImportedState = 'active' | 'ended' | 'bounced' | 'complained';

export type ImportedReader = {
  readonly address: Address;
  readonly name: string | null;
  readonly state: ImportedState;
  /** A tier's slug; null for readers who pay nothing. */
  readonly tier: string | null;
  readonly isComp: boolean;
  readonly tierEndsAt: Date | null;
  readonly joinedAt: Date | null;
  readonly tags: readonly string[];
  readonly language: Language | null;
  readonly timeZone: string | null;
  readonly fields: Readonly<Record<string, string>>;
};

export type RowProblem = { readonly problem: string };

type Tiers = ReadonlyArray<{ readonly slug: string; readonly name: string; readonly rank: number }>;

const states: ReadonlyMap<string, ImportedState | 'pending'> = new Map([
  ...[
    'active',
    'subscribed',
    'enabled',
    'confirmed',
    'regular',
    'premium',
    'gifted',
    'trialed',
    'true',
    'yes',
    '1',
  ].map((word) => [word, 'active'] as const),
  ...['free', 'paid', 'comped', 'churning', 'past_due', 'paused', 'cold'].map(
    (word) => [word, 'active'] as const,
  ),
  ...['pending', 'unconfirmed', 'unactivated', 'validating', 'inactive'].map(
    (word) => [word, 'pending'] as const,
  ),
  ...[
    'unsubscribed',
    'cancelled',
    'canceled',
    'disabled',
    'blocklisted',
    'removed',
    'churned',
    'false',
    'no',
    '0',
  ].map((word) => [word, 'ended'] as const),
  ...['bounced', 'cleaned', 'undeliverable', 'invalid'].map((word) => [word, 'bounced'] as const),
  ...['complained', 'spam', 'spammy'].map((word) => [word, 'complained'] as const),
]);

const yes = new Set(['true', 'yes', 'y', '1', 'x', 'on']);
const paidWords = new Set([
  'premium',
  'paid',
  'gifted',
  'yearly',
  'annual',
  'monthly',
  'founding',
  'comp',
  'gift',
]);
const freeWords = new Set(['', 'free', 'none', 'regular', 'false', 'no', '0', 'other']);

const lower = (text: string): string => text.trim().toLowerCase();

/** A day or a moment; a bare day is the beginning of it in UTC. Null for anything else. */
function parseMoment(text: string): Date | null {
  const trimmed = text.trim();
  if (!/^\d{4}-\d{2}-\d{2}/.test(trimmed)) return null;
  const date = new Date(/^\d{4}-\d{2}-\d{2} \d/.test(trimmed) ? `${trimmed.replace(' ', 'T')}Z` : trimmed);
  const repaired = Number.isNaN(date.getTime()) ? new Date(trimmed.slice(0, 10)) : date;
  return Number.isNaN(repaired.getTime()) ? null : repaired;
}

/** Mailchimp quotes each tag; others separate by commas or semicolons. */
const parseTags = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;|]/)
      .map((tag) => tag.trim().replace(/^"|"$/g, '').trim().toLowerCase().slice(0, 60))
      .filter((tag) => tag !== ''),
  ),
];

/** A language we speak, by its code, with or without a country, or by its name; null for any other. */
function parseLanguage(text: string): Language | null {
  const word = lower(text);
  const code = word.split(/[-_]/)[0];
  const isNamed = (language: Language): boolean =>
    [lower(languageNames[language]), lower(wordsIn(language).name)].includes(word);
  return languages.find((language) => language === code || isNamed(language)) ?? null;
}

/** A list names the same few zones again and again, and asking for one takes longer than reading its row. */
const knownZones = new Map<string, string | null>();
const mostZones = 1000;

function readTimeZone(text: string): string | null {
  if (text === '') return null;
  const known = knownZones.get(text);
  if (known !== undefined) return known;
  const zone = parseTimeZone(text);
  if (knownZones.size < mostZones) knownZones.set(text, zone);
  return zone;
}

/** Reads the rows of one file by what its columns mean. */
export function createRowReader(
  header: readonly string[],
  mapping: Mapping,
  { tiers, paidTier }: { readonly tiers: Tiers; readonly paidTier: string | null },
): (cells: readonly string[]) => ImportedReader | RowProblem {
  const placeOf = (heading: string | undefined): number =>
    heading === undefined ? -1 : header.indexOf(heading);
  const parts: MappedPart[] = [
    'email',
    'name',
    'firstName',
    'lastName',
    'status',
    'tags',
    'joinedAt',
    'tier',
    'tierEndsAt',
    'comp',
    'isPaid',
    'hasLeft',
    'language',
    'timeZone',
  ];
  const places = new Map(parts.map((part) => [part, placeOf(mapping[part])]));
  const fieldPlaces = Object.entries(mapping.fields).map(
    ([slug, heading]) => [slug, placeOf(heading)] as const,
  );

  return (cells) => {
    const cell = (part: MappedPart): string => cells[places.get(part) ?? -1]?.trim() ?? '';
    const address = parseAddress(cell('email'));
    if (!address) return { problem: cell('email') === '' ? 'No address' : 'This is no e-mail address' };

    const status = lower(cell('status'));
    const known = status === '' ? 'active' : states.get(status);
    if (known === undefined) return { problem: `We do not know the status “${status.slice(0, 40)}”` };
    if (known === 'pending') return { problem: 'Never confirmed there, so there is no consent to bring' };
    const left = lower(cell('hasLeft'));
    // A moment says yes too.
    const hasLeft = yes.has(left) || parseMoment(left) !== null;

    const fullName = cell('name') || [cell('firstName'), cell('lastName')].filter(Boolean).join(' ');
    const parsedName = parseReaderName(fullName);

    const tierWord = lower(cell('tier'));
    const named = tiers.find(({ slug, name, rank }) => rank > 0 && [slug, lower(name)].includes(tierWord));
    const isComp =
      yes.has(lower(cell('comp'))) ||
      ['comp', 'gift', 'gifted'].includes(tierWord) ||
      status === 'gifted' ||
      status === 'comped';
    const paysByFlag = yes.has(lower(cell('isPaid')));
    const saysNo = mapping.isPaid !== undefined && !paysByFlag && !named;
    const isHolder =
      isComp ||
      paysByFlag ||
      status === 'premium' ||
      status === 'paid' ||
      (!saysNo &&
        (paidWords.has(tierWord) ||
          (!freeWords.has(tierWord) && named === undefined && mapping.tier !== undefined)));
    return {
      address,
      // A name nobody would greet with is left out; it keeps nobody from the list.
      name: parsedName.kind === 'bad-name' ? null : parsedName.name,
      state: hasLeft && known === 'active' ? 'ended' : known,
      tier: named?.slug ?? (isHolder ? paidTier : null),
      isComp,
      tierEndsAt: parseMoment(cell('tierEndsAt')),
      joinedAt: parseMoment(cell('joinedAt')),
      tags: parseTags(cell('tags')),
      language: parseLanguage(cell('language')),
      timeZone: readTimeZone(cell('timeZone')),
      fields: Object.fromEntries(
        fieldPlaces.flatMap(([slug, place]) => {
          const value = cells[place]?.trim() ?? '';
          return value === '' ? [] : [[slug, value.slice(0, 500)]];
        }),
      ),
    };
  };
}
