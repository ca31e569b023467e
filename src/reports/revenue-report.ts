import type { Db } from '../platform/db.ts';
import {
  type OnceLine,
  type OtherHolders,
  type RevenueKind,
  type RevenueLine,
  countTrials,
  listOnce,
  listOtherHolders,
  listRevenue,
} from './sql/revenue.ts';

/** A tier in one currency, as it stands. */
export type TierRevenue = {
  readonly tierName: string;
  readonly currency: string;
  readonly members: number;
  readonly mrrMinor: number;
};

/** One month in one currency: where it began, what changed, where it ended. */
export type RevenueMonth = {
  readonly month: string;
  readonly currency: string;
  readonly before: number;
  readonly changes: Readonly<Record<RevenueKind, { readonly times: number; readonly mrrMinor: number }>>;
  readonly after: number;
  readonly members: number;
};

export type RevenueReport = {
  readonly tiers: readonly TierRevenue[];
  /** The newest first; of each currency. */
  readonly months: readonly RevenueMonth[];
  readonly others: readonly OtherHolders[];
  readonly trials: ReadonlyArray<{ readonly tierName: string; readonly readers: number }>;
  readonly once: readonly OnceLine[];
};

const monthsShown = 13;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function tiersOf(lines: readonly RevenueLine[]): readonly TierRevenue[] {
  const tiers = new Map<string, TierRevenue>();
  for (const { tier, tierName, currency, members, mrrMinor } of lines) {
    const key = `${tier}/${currency}`;
    const known = tiers.get(key);
    tiers.set(key, {
      tierName,
      currency,
      members: (known?.members ?? 0) + members,
      mrrMinor: (known?.mrrMinor ?? 0) + mrrMinor,
    });
  }
  return [...tiers.values()].filter(({ members, mrrMinor }) => members !== 0 || mrrMinor !== 0);
}

const nextMonth = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
};

/** Each month of a currency from its first payment on, quiet ones too. */
function monthsOf(lines: readonly RevenueLine[], until: string): readonly RevenueMonth[] {
  const currencies = [...new Set(lines.map(({ currency }) => currency))];
  return currencies.flatMap((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    const found: RevenueMonth[] = [];
    let mrr = 0;
    let members = 0;
    for (let month = own[0]?.month ?? until; month <= until; month = nextMonth(month)) {
      const now = own.filter((line) => line.month === month);
      const of = (kind: RevenueKind) => {
        const each = now.filter((line) => line.kind === kind);
        return {
          times: sum(each.map(({ times }) => times)),
          mrrMinor: sum(each.map(({ mrrMinor }) => mrrMinor)),
        };
      };
      const before = mrr;
      mrr += sum(now.map(({ mrrMinor }) => mrrMinor));
      members += sum(now.map((line) => line.members));
      const [fresh, returned, upgraded, downgraded, moved, lost] = [
        of('new'),
        of('returned'),
        of('upgraded'),
        of('downgraded'),
        of('moved'),
        of('lost'),
      ];
      const changes = { new: fresh, returned, upgraded, downgraded, moved, lost };
      found.push({ month, currency, before, changes, after: mrr, members });
    }
    return found.slice(-monthsShown).toReversed();
  });
}

/** What paid subscriptions bring in a month, and how that came about. */
export async function readRevenueReport(db: Db, today: string): Promise<RevenueReport> {
  const [lines, others, trials, once] = await Promise.all([
    listRevenue(db),
    listOtherHolders(db),
    countTrials(db),
    listOnce(db, monthsShown),
  ]);
  return { tiers: tiersOf(lines), months: monthsOf(lines, `${today.slice(0, 7)}-01`), others, trials, once };
}
