import type { ReaderTimeline, TimelineEntry } from '../../../../templates/pages/admin/reader-timeline.tsx';
import type { Subscriber } from '../../../audience/subscribers.ts';
import { listEditionsOfMailings } from '../../../editions/editions.ts';
import type { Newsletter } from '../../../newsletters/newsletter.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { type TimelineLine, readTimeline } from '../../../segments/timeline.ts';
import { dayMoment, recordMoment } from '../../moments.ts';
import { editionPath } from '../editions/edition-path.ts';
import { suppressionWords } from '../suppression-words.ts';
import { actNames, mailNames } from './record-words.ts';

const pageSize = 50;

type Context = {
  readonly address: string;
  readonly publication: Publication;
  readonly newsletters: readonly Newsletter[];
  readonly editions: Awaited<ReturnType<typeof listEditionsOfMailings>>;
};

type Told = Pick<TimelineEntry, 'what' | 'outcome'> & Partial<Pick<TimelineEntry, 'href' | 'reason'>>;

function tellMail(
  { mailingId, subject, actor: state, reason }: TimelineLine,
  { editions, address }: Context,
): Told {
  const edition = editions.find((each) => each.mailingId === mailingId);
  const isAccepted = state === 'accepted';
  return {
    what: edition?.subject ?? mailNames[subject ?? ''] ?? subject ?? 'Mail',
    href: edition
      ? `${editionPath(edition.publicId)}/receipt?search=${encodeURIComponent(address)}#readers`
      : null,
    outcome: isAccepted ? 'accepted by the mail server' : (state ?? ''),
    reason: isAccepted ? null : reason,
  };
}

const tierReasons: Readonly<Record<string, string>> = {
  invoice: 'paid by invoice',
  comp: 'complimentary',
  gift: 'a gift',
  staff: 'for staff',
  payment: 'paid for',
  group: 'a seat of a group',
};

function tellTier({ subject, reason, actor, until }: TimelineLine, publication: Publication): Told {
  const end = until && ` until ${dayMoment(new Date(until.getTime() - 1), publication).text}`;
  return {
    what: `Was given ${subject}`,
    outcome: `${tierReasons[reason ?? ''] ?? reason}${end ?? ''}`,
    reason: actor && `By ${actor}`,
  };
}

function tell(line: TimelineLine, context: Context): Told {
  const { subject, reason, actor } = line;
  switch (line.kind) {
    case 'came':
      return { what: 'Came to us', outcome: subject === null ? (reason ?? '') : `by /articles/${subject}` };
    case 'consent':
      return { what: actNames[reason ?? ''] ?? reason ?? '', outcome: subject ?? '' };
    case 'mail':
      return tellMail(line, context);
    case 'tier given':
      return tellTier(line, context.publication);
    case 'tier ended':
      return { what: `${subject} ended`, outcome: '' };
    case 'tier asked for':
      return { what: `Asked for ${subject}`, outcome: '' };
    case 'kept back':
      return {
        what: `Kept back: ${suppressionWords(subject ?? '', context.newsletters)}`,
        outcome: reason ?? '',
      };
    case 'let through':
      return {
        what: `Let through again: ${suppressionWords(subject ?? '', context.newsletters)}`,
        outcome: reason ?? '',
      };
    case 'act':
      return { what: `The newsroom ${subject}`, outcome: actor ?? '' };
  }
}

/** A page of what happened to a reader, in words. */
export async function tellTimeline(
  db: Db,
  subscriber: Subscriber,
  before: string,
  { publication, newsletters }: Pick<Context, 'publication' | 'newsletters'>,
): Promise<ReaderTimeline> {
  const { lines, older } = await readTimeline(db, subscriber, { before, limit: pageSize });
  const mailingIds = lines.map(({ mailingId }) => mailingId).filter((id) => id !== null);
  const editions = await listEditionsOfMailings(db, mailingIds);
  const context = { address: subscriber.address, publication, newsletters, editions };
  const path = `/admin/readers/${subscriber.publicId}`;
  return {
    entries: lines.map((line) => ({
      href: null,
      reason: null,
      ...tell(line, context),
      key: line.key,
      at: recordMoment(line.at, publication),
    })),
    paging: {
      first: before === '' ? null : `${path}#timeline`,
      next: older && `${path}?before=${encodeURIComponent(older)}#timeline`,
    },
  };
}
