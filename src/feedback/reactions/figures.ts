import { type MachineReason, type Mark, type ReactionKind, hiddenLink, wholeMail } from './reaction.ts';

/** A reader more or less, at one of a mailing's figures. */
export type FigureChange = {
  readonly mailingId: number;
  readonly kind: ReactionKind;
  readonly link: number;
  readonly reason: MachineReason | null;
  readonly readers: number;
};

/** A reader more or less in the hour of their first click or open. */
export type HourChange = {
  readonly mailingId: number;
  readonly kind: ReactionKind;
  readonly hour: Date;
  readonly readers: number;
};

export type Changes = { readonly figures: readonly FigureChange[]; readonly hours: readonly HourChange[] };

const hourMs = 3_600_000;

type Share = {
  readonly figures: Omit<FigureChange, 'readers'>[];
  readonly hours: Omit<HourChange, 'readers'>[];
};

/** Where one delivery is counted, for what its reader did of one kind: at each link, and once for the whole mail. */
function shareOf(mailingId: number, kind: ReactionKind, marks: readonly Mark[]): Share {
  const [first] = marks;
  if (!first) return { figures: [], hours: [] };
  const atLinks = marks
    .filter(({ link }) => link !== hiddenLink)
    .map(({ link, reason }) => ({ mailingId, kind, link, reason }));
  const human = marks.filter(({ reason }) => reason === null).map(({ firstAt }) => firstAt.getTime());
  if (human.length === 0) {
    // The hidden link tells most: it stands for the mail.
    const { reason } = marks.find(({ link, kind: of }) => of === 'click' && link === hiddenLink) ?? first;
    return { figures: [...atLinks, { mailingId, kind, link: wholeMail, reason }], hours: [] };
  }
  const hour = new Date(Math.floor(Math.min(...human) / hourMs) * hourMs);
  return {
    figures: [...atLinks, { mailingId, kind, link: wholeMail, reason: null }],
    hours: [{ mailingId, kind, hour }],
  };
}

/** What changes in the figures when a delivery's marks do: it leaves its old places and takes its new ones. */
export function changesOf(mailingId: number, before: readonly Mark[], after: readonly Mark[]): Changes {
  const kinds: readonly ReactionKind[] = ['click', 'open'];
  const shares = (marks: readonly Mark[]) =>
    kinds.map((kind) =>
      shareOf(
        mailingId,
        kind,
        marks.filter((mark) => mark.kind === kind),
      ),
    );
  const signed = [
    ...shares(before).map((share) => ({ share, readers: -1 })),
    ...shares(after).map((share) => ({ share, readers: 1 })),
  ];
  return {
    figures: signed.flatMap(({ share, readers }) => share.figures.map((figure) => ({ ...figure, readers }))),
    hours: signed.flatMap(({ share, readers }) => share.hours.map((hour) => ({ ...hour, readers }))),
  };
}

function sumBy<Change extends { readonly readers: number }>(
  changes: readonly Change[],
  keyOf: (change: Change) => string,
): Change[] {
  const sums = new Map<string, Change>();
  for (const change of changes) {
    const key = keyOf(change);
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, readers: sum.readers + change.readers } : change);
  }
  return [...sums.values()].filter(({ readers }) => readers !== 0);
}

/** Many deliveries' changes as one to each figure. */
export function sumChanges(all: readonly Changes[]): Changes {
  const figures = all.flatMap((changes) => changes.figures);
  const hours = all.flatMap((changes) => changes.hours);
  return {
    figures: sumBy(
      figures,
      ({ mailingId, kind, link, reason }) => `${mailingId}/${kind}/${link}/${reason ?? ''}`,
    ),
    hours: sumBy(hours, ({ mailingId, kind, hour }) => `${mailingId}/${kind}/${hour.getTime()}`),
  };
}
