import { type MailingTotals, readTotals } from '../delivery/mailing-totals.ts';
import { listSlots } from '../delivery/mailings.ts';
import { providerOf } from '../delivery/provider-groups.ts';
import { findEdition } from '../editions/editions.ts';
import { type SubjectTestState, readSubjectTest } from '../editions/subject-test/read-test.ts';
import { type Tracking, trackingOf } from '../feedback/reactions/reaction-links.ts';
import { wholeMail } from '../feedback/reactions/reaction.ts';
import type { Db } from '../platform/db.ts';
import {
  type Departures,
  type Figure,
  type Hour,
  type PastEdition,
  listClickHours,
  listDepartures,
  listEditionsUpTo,
  listFigures,
  listReportLinks,
} from './sql/editions.ts';

/** What is not a person's, by the rule that found it. */
export type Excluded = { readonly reason: string; readonly readers: number };

export type Counted = { readonly people: number; readonly excluded: readonly Excluded[] };

export type LinkReport = Counted & {
  readonly number: number;
  readonly url: string;
  readonly words: string;
};

export type BounceGroup = {
  readonly provider: string;
  readonly replyClass: string;
  readonly code: number | null;
  readonly text: string;
  readonly readers: number;
};

/** One edition in a line, for a comparison with others of its newsletter. */
export type EditionFigures = {
  readonly publicId: string;
  readonly subject: string;
  readonly releasedAt: Date;
  readonly delivered: number;
  readonly bounced: number;
  readonly clicks: number;
  readonly opens: number;
  readonly unsubscribes: number;
  readonly complaints: number;
};

export type EditionReport = {
  readonly figures: EditionFigures;
  readonly audience: number;
  readonly unsettled: number;
  readonly tracking: Tracking;
  readonly clicks: Counted;
  readonly opens: Counted;
  /** Two subjects were tried; null where one went to all. */
  readonly subjectTest: SubjectTestState | null;
  /** In the order of the mail. */
  readonly links: readonly LinkReport[];
  readonly hours: readonly Hour[];
  readonly bounces: readonly BounceGroup[];
  /** The newsletter's editions before, newest first. */
  readonly history: readonly EditionFigures[];
};

const historyLength = 10;
const mostHours = 72;

/** Many domains of one provider are one line; the words are of the largest group. */
function groupBounces({ refusals }: MailingTotals): BounceGroup[] {
  const groups = new Map<string, BounceGroup>();
  for (const { domain, ...refusal } of refusals) {
    const provider = providerOf(`@${domain}`);
    const key = `${provider}/${refusal.replyClass}`;
    const known = groups.get(key);
    groups.set(
      key,
      known ? { ...known, readers: known.readers + refusal.readers } : { provider, ...refusal },
    );
  }
  return [...groups.values()].toSorted((a, b) => b.readers - a.readers);
}

const countedOf = (
  figures: readonly Figure[],
  mailingId: number,
  kind: Figure['kind'],
  link: number,
): Counted => {
  const own = figures.filter(
    (each) => each.mailingId === mailingId && each.kind === kind && each.link === link,
  );
  return {
    people: own.find(({ reason }) => reason === '')?.readers ?? 0,
    excluded: own.filter(({ reason }) => reason !== '').map(({ reason, readers }) => ({ reason, readers })),
  };
};

function figuresOf(
  { mailingId, publicId, subject, releasedAt }: PastEdition,
  totals: MailingTotals | undefined,
  figures: readonly Figure[],
  departures: readonly Departures[],
): EditionFigures {
  const left = departures.find((each) => each.mailingId === mailingId);
  return {
    publicId,
    subject,
    releasedAt,
    delivered: totals?.accepted ?? 0,
    bounced: (totals?.refused ?? 0) + (totals?.expired ?? 0),
    clicks: countedOf(figures, mailingId, 'click', wholeMail).people,
    opens: countedOf(figures, mailingId, 'open', wholeMail).people,
    unsubscribes: left?.unsubscribes ?? 0,
    complaints: left?.complaints ?? 0,
  };
}

/** What an edition did, from figures that are true at this moment; null for a draft or an unknown one. */
export async function readEditionReport(db: Db, publicId: string): Promise<EditionReport | null> {
  const edition = await findEdition(db, publicId);
  if (!edition?.mailingId) return null;
  const { mailingId, newsletterId } = edition;
  const editions = await listEditionsUpTo(db, mailingId, historyLength + 1);
  const ids = editions.map((each) => each.mailingId);
  const [totals, figures, departures, links, hours, slots, subjectTest] = await Promise.all([
    readTotals(db, ids),
    listFigures(db, ids),
    listDepartures(db, newsletterId, editions),
    listReportLinks(db, mailingId),
    listClickHours(db, mailingId, mostHours),
    listSlots(db, mailingId),
    readSubjectTest(db, edition),
  ]);
  const lines = new Map(
    editions.map((each) => [
      each.mailingId,
      figuresOf(each, totals.get(each.mailingId), figures, departures),
    ]),
  );
  const own = lines.get(mailingId);
  const total = totals.get(mailingId);
  if (!own || !total) return null;
  lines.delete(mailingId);
  return {
    figures: own,
    audience: total.audience,
    unsettled: total.waiting + total.inDoubt,
    tracking: trackingOf(slots),
    subjectTest,
    clicks: countedOf(figures, mailingId, 'click', wholeMail),
    opens: countedOf(figures, mailingId, 'open', wholeMail),
    links: links.map((link) => ({ ...link, ...countedOf(figures, mailingId, 'click', link.number) })),
    hours,
    bounces: groupBounces(total),
    history: [...lines.values()],
  };
}
