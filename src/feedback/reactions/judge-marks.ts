import { type MachineReason, type Mark, type ReaderEvent, hiddenLink } from './reaction.ts';

/** What is known of a delivery beside its marks. */
export type JudgedDelivery = {
  /** When the mail server took it; null: not yet, as far as we know. */
  readonly acceptedAt: Date | null;
  /** How many links a person can see in it. */
  readonly links: number;
};

/** From the mail server to the inbox, to the eye, to the finger: nobody is quicker. */
const leastMs = 5000;
/** So far around a visit to the hidden link everything is the machine's. */
const aroundHiddenMs = 60_000;
/** Most links of a mail, and four at least, in half a minute; or five in five seconds: no person reads like that. */
const sweepMs = 30_000;
const leastSweep = 4;
const sweepShare = 0.8;
const burstMs = 5000;
const leastBurst = 5;

type Span = { readonly from: number; readonly to: number; readonly reason: MachineReason };

function reasonOf(event: ReaderEvent, { acceptedAt }: JudgedDelivery): MachineReason | null {
  if (event.reason !== null) return event.reason;
  const isTooFast = acceptedAt === null || event.at.getTime() - acceptedAt.getTime() < leastMs;
  return isTooFast ? 'too fast' : null;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const later = (a: Date, b: Date): Date => (a > b ? a : b);

function addEvent(mark: Mark | undefined, event: ReaderEvent, delivery: JudgedDelivery): Mark {
  const { kind, link, at } = event;
  const reason = reasonOf(event, delivery);
  if (!mark) return { kind, link, firstAt: at, lastAt: at, times: 1, ownReason: reason, reason };
  const times = mark.times + 1;
  // What a person did after a machine counts from the person's time on; what a machine does after a person changes nothing.
  if (mark.ownReason !== null && reason === null)
    return { ...mark, firstAt: at, lastAt: at, times, ownReason: null };
  if (mark.ownReason === null && reason !== null) return { ...mark, times };
  return { ...mark, firstAt: earlier(mark.firstAt, at), lastAt: later(mark.lastAt, at), times };
}

/** The visits to the hidden link: the machine that made them was at work around them. */
const hiddenSpans = (marks: readonly Mark[]): Span[] =>
  marks
    .filter(({ kind, link }) => kind === 'click' && link === hiddenLink)
    .flatMap(({ firstAt, lastAt }) => [firstAt, lastAt])
    .map((at) => ({
      from: at.getTime() - aroundHiddenMs,
      to: at.getTime() + aroundHiddenMs,
      reason: 'hidden link',
    }));

/** Stretches of so many milliseconds in which at least so many different links were followed. */
function spansOf(times: readonly number[], withinMs: number, least: number): Span[] {
  return times.flatMap((from, index): Span[] => {
    const to = times[index + least - 1];
    return to !== undefined && to - from <= withinMs
      ? [{ from, to: from + withinMs, reason: 'every link' }]
      : [];
  });
}

function sweepSpans(marks: readonly Mark[], links: number): Span[] {
  const times = marks
    .filter(({ kind, link, ownReason }) => kind === 'click' && link !== hiddenLink && ownReason === null)
    .map(({ firstAt }) => firstAt.getTime())
    .toSorted((a, b) => a - b);
  const most = Math.max(leastSweep, Math.ceil(links * sweepShare));
  return [...spansOf(times, sweepMs, most), ...spansOf(times, burstMs, leastBurst)];
}

function judge(mark: Mark, spans: readonly Span[]): MachineReason | null {
  if (mark.kind === 'click' && mark.link === hiddenLink) return 'hidden link';
  if (mark.ownReason !== null || mark.kind === 'open') return mark.ownReason;
  const spanAt = (at: Date) => spans.find(({ from, to }) => from <= at.getTime() && at.getTime() <= to);
  const first = spanAt(mark.firstAt);
  // A reader comes back to a link that a scanner has tried: that is the reader.
  return first && spanAt(mark.lastAt) ? first.reason : null;
}

const keyOf = ({ kind, link }: Pick<Mark, 'kind' | 'link'>): string => `${kind}/${link}`;

/**
 * What a delivery's marks are with these events added: merged by link, and judged together, since some machines show
 * themselves only by what else they did.
 */
export function judgeMarks(
  known: readonly Mark[],
  events: readonly ReaderEvent[],
  delivery: JudgedDelivery,
): readonly Mark[] {
  const marks = new Map(known.map((mark) => [keyOf(mark), mark]));
  for (const event of events) marks.set(keyOf(event), addEvent(marks.get(keyOf(event)), event, delivery));
  const merged = [...marks.values()];
  const spans = [...hiddenSpans(merged), ...sweepSpans(merged, delivery.links)];
  return merged.map((mark) => ({ ...mark, reason: judge(mark, spans) }));
}
