import type { Db } from '../platform/db.ts';
import { providerOf } from './provider-groups.ts';
import { type PaceLine, listDomainPaces, releaseHold, setPace, takePace } from './sql/pace.ts';

export { listDomainPaces } from './sql/pace.ts';

type Paced = { readonly id: number; readonly address: string };

/** What receiving providers take: limits and holds that all senders share. */
export type Pacing = {
  /** Reads the limits; the caller does it every few seconds. */
  readonly refresh: () => Promise<void>;
  /** The rows that may not go now, each with the moment it is due again. Empty at once while there is no limit. */
  readonly holdBack: (rows: readonly Paced[]) => Promise<ReadonlyMap<number, Date>>;
};

const holdSpreadMs = 60_000;

/**
 * Limits by receiving provider. Rows beyond one get a later time and leave the window of nobody: whoever claims them then
 * asks again. Rows of a limited provider are spread at its pace, so a chunk does not come back for one row a minute.
 */
export function createPacing(db: Db): Pacing {
  let paces = new Map<string, PaceLine>();

  async function holdBackOf(pace: PaceLine, rows: readonly Paced[], later: Map<number, Date>): Promise<void> {
    const { granted, nextAt } = await takePace(db, `domain:${pace.key}`, rows.length);
    const from = nextAt?.getTime() ?? Date.now();
    const stepMs = pace.perHour === null ? holdSpreadMs / Math.max(1, rows.length) : 3_600_000 / pace.perHour;
    for (const [index, row] of rows.slice(granted).entries())
      later.set(row.id, new Date(from + index * stepMs));
  }

  return {
    async refresh() {
      paces = new Map((await listDomainPaces(db)).map((line) => [line.key, line]));
    },
    async holdBack(rows) {
      const later = new Map<number, Date>();
      if (paces.size === 0) return later;
      const byProvider = new Map<string, Paced[]>();
      for (const row of rows) {
        const provider = providerOf(row.address);
        if (!paces.has(provider)) continue;
        const known = byProvider.get(provider);
        if (known) known.push(row);
        else byProvider.set(provider, [row]);
      }
      for (const [provider, paced] of byProvider) {
        const pace = paces.get(provider);
        if (pace) await holdBackOf(pace, paced, later);
      }
      return later;
    },
  };
}

/**
 * Sets how many mails an hour the provider behind a domain may get, from all senders together.
 * @param domain a domain, or the name of a group of them (provider-groups.ts)
 * @param perHour null takes the limit away
 * @returns the name under which it is kept
 */
export async function limitProvider(tx: Db, domain: string, perHour: number | null): Promise<string> {
  const provider = providerOf(`@${domain}`);
  await setPace(tx, `domain:${provider}`, perHour);
  return provider;
}

/** Ends a hold. False when nothing was held. */
export const endHold = (tx: Db, provider: string): Promise<boolean> => releaseHold(tx, `domain:${provider}`);
