import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { refreshMembership } from './apply-membership.ts';
import type { PaymentProvider, ProviderMembership } from './provider.ts';

/** Something the provider and we do not agree on, in words. */
export type Difference = { readonly ref: string; readonly what: string };

type Ours = {
  readonly ref: string;
  readonly state: string;
  readonly tier: string;
  readonly periodEndsAt: Date | null;
  readonly cardEndsOn: string | null;
};

function differenceOf(theirs: ProviderMembership, ours: Ours | undefined): string | null {
  if (!ours) {
    if (theirs.state === 'ended') return null;
    return theirs.subscriberId === null ? null : 'they have it, and we do not';
  }
  if (theirs.state !== ours.state) return `they say ${theirs.state}, we say ${ours.state}`;
  if (theirs.tier !== ours.tier) return `they say ${theirs.tier ?? 'no tier'}, we say ${ours.tier}`;
  if (theirs.periodEndsAt?.getTime() !== ours.periodEndsAt?.getTime())
    return 'the period ends on another day';
  if (theirs.cardEndsOn !== ours.cardEndsOn) return 'another card pays';
  return null;
}

/**
 * Compares every membership with what the provider says, and mends what differs by asking for it again.
 * @returns what differed, mended or not
 */
export async function reconcileMemberships(
  db: Db,
  provider: PaymentProvider,
): Promise<readonly Difference[]> {
  const { rows } = await sql<Ours>`
    select provider_ref as ref, membership.state, tier.slug as tier, period_ends_at as "periodEndsAt",
      card_ends_on::text as "cardEndsOn"
    from membership join tier on tier.id = tier_id where provider = ${provider.name}
  `.execute(db);
  const ours = new Map(rows.map((row) => [row.ref, row]));
  const seen = new Set<string>();
  const differences: Difference[] = [];
  for await (const theirs of provider.listMemberships()) {
    seen.add(theirs.ref);
    const what = differenceOf(theirs, ours.get(theirs.ref));
    if (what === null) continue;
    const outcome = await refreshMembership(db, provider, theirs.ref);
    differences.push({
      ref: theirs.ref,
      what: outcome.kind === 'applied' ? `${what}; mended` : `${what}; ${outcome.why}`,
    });
  }
  for (const { ref, state } of rows)
    if (!seen.has(ref) && state !== 'ended') differences.push({ ref, what: 'we have it, and they do not' });
  return differences;
}

export type Reconciliation = { readonly at: Date; readonly differences: readonly Difference[] };

/** {@link reconcileMemberships}, when the last one is a day old. @returns null when it is not */
export async function reconcileIfDue(
  db: Db,
  provider: PaymentProvider,
): Promise<readonly Difference[] | null> {
  // Taken before it is done: of several processes one compares, and one that fails waits for the next day.
  const { numAffectedRows } = await sql`
    insert into reconciliation (provider) values (${provider.name})
    on conflict (provider) do update set at = now() where reconciliation.at < now() - interval '23 hours'
  `.execute(db);
  if (numAffectedRows !== 1n) return null;
  const differences = await reconcileMemberships(db, provider);
  await sql`
    update reconciliation set differences = ${JSON.stringify(differences)}::jsonb where provider = ${provider.name}
  `.execute(db);
  return differences;
}

/** The last comparison; null before the first. */
export async function findReconciliation(db: Db, provider: string): Promise<Reconciliation | null> {
  const { rows } = await sql<Reconciliation>`
    select at, differences from reconciliation where provider = ${provider}
  `.execute(db);
  return rows[0] ?? null;
}
