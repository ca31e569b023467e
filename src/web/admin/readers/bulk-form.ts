import type { BulkDraft } from '../../../../templates/pages/admin/bulk-pages.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { parseTag } from '../../../audience/attributes.ts';
import type { BulkAct } from '../../../segments/bulk.ts';
import { textOf, textsOf } from '../../form-body.ts';
import { endOfDay } from '../last-day.ts';
import type { ReaderChoices } from './reader-query.ts';

/** More than a page of the table holds, and less than anybody would send in good faith. */
const mostTicked = 500;

/** The form as it was filled in; it travels from one page to the next. */
export const readBulkDraft = (body: unknown): BulkDraft => ({
  ticked: textsOf(body, 'reader').slice(0, mostTicked),
  which: textOf(body, 'which'),
  act: textOf(body, 'act'),
  tag: textOf(body, 'act-tag'),
  newsletter: textOf(body, 'act-newsletter'),
  words: textOf(body, 'words').trim(),
  tier: textOf(body, 'act-tier'),
  until: textOf(body, 'until'),
});

/** What was chosen, as the next page carries it. The filter has a tag and a newsletter too: these have names of their own. */
export const choiceFields = (draft: BulkDraft) => [
  { name: 'which', value: draft.which },
  { name: 'act', value: draft.act },
  { name: 'act-tag', value: draft.tag },
  { name: 'act-newsletter', value: draft.newsletter },
  { name: 'words', value: draft.words },
  { name: 'act-tier', value: draft.tier },
  { name: 'until', value: draft.until },
];

type ReadAct = { readonly act: BulkAct } | { readonly problem: FieldProblem };

const wrong = (field: string, message: string): ReadAct => ({ problem: { field, message } });

function readTagAct(kind: 'add tag' | 'remove tag', { tag: text }: BulkDraft): ReadAct {
  const tag = parseTag(text);
  return tag === null
    ? wrong('act-tag', 'Please give a tag of at most 60 characters without a comma')
    : { act: { kind, tag } };
}

function readNewsletterAct(
  kind: 'subscribe' | 'unsubscribe',
  { newsletter: slug, words }: BulkDraft,
  { newsletters }: ReaderChoices,
): ReadAct {
  const found = newsletters.find((each) => each.slug === slug);
  if (!found) return wrong('act-newsletter', 'Please choose a newsletter');
  const { id: newsletterId, name: newsletter } = found;
  if (kind === 'unsubscribe') return { act: { kind, newsletterId, newsletter } };
  return words === '' || words.length > 500
    ? wrong('words', 'Please say how they agreed to it, in at most 500 characters')
    : { act: { kind, newsletterId, newsletter, words } };
}

type Today = { readonly now: Date; readonly timeZone: string };

function readTierAct(
  { tier: slug, until }: BulkDraft,
  { tiers }: ReaderChoices,
  { now, timeZone }: Today,
): ReadAct {
  const tier = tiers.find((each) => each.slug === slug && each.rank > 0);
  if (!tier) return wrong('act-tier', 'Please choose a subscription');
  const endsAt = until === '' ? null : endOfDay(until, timeZone);
  if (until !== '' && (endsAt === null || endsAt <= now))
    return wrong('until', 'Please give a day that is still to come');
  return {
    act: { kind: 'give tier', tierId: tier.id, tier: tier.name, endsAt: endsAt?.toISOString() ?? null },
  };
}

/** What the form asks for, or what is missing. */
export function readBulkAct(draft: BulkDraft, choices: ReaderChoices, today: Today): ReadAct {
  switch (draft.act) {
    case 'add tag':
    case 'remove tag':
      return readTagAct(draft.act, draft);
    case 'subscribe':
    case 'unsubscribe':
      return readNewsletterAct(draft.act, draft, choices);
    case 'give tier':
      return readTierAct(draft, choices, today);
    default:
      return wrong('act', 'Please choose what to do');
  }
}
