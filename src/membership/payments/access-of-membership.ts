import type { ProviderMembership } from './provider.ts';

type Standing = Pick<ProviderMembership, 'state' | 'periodEndsAt' | 'endsWithPeriod' | 'trialEndsAt'> & {
  readonly pastDueSince: Date | null;
};

export type MembershipAccess =
  /** Until this moment; null: as long as it stands. */
  { readonly kind: 'open'; readonly until: Date | null } | { readonly kind: 'closed' };

const dayMs = 86_400_000;

/** A renewal is paid hours after its period began: nobody should stand before a closed door for that. */
const renewalDays = 2;

const after = (date: Date | null, days: number): Date | null =>
  date && new Date(date.getTime() + days * dayMs);

/**
 * What a membership opens. docs/memberships.md has it as a table for people; newsletters are never touched by any of it.
 *
 * | state | access |
 * | --- | --- |
 * | trial, active | to the end of the period, and two days for the renewal |
 * | trial, active, ends with the period | to the end of the period |
 * | past due | so many days of grace from the first failure |
 * | unpaid, ended | none |
 */
export function accessOfMembership(
  { state, periodEndsAt, endsWithPeriod, trialEndsAt, pastDueSince }: Standing,
  graceDays: number,
): MembershipAccess {
  switch (state) {
    case 'trial':
    case 'active': {
      const end = (state === 'trial' ? trialEndsAt : null) ?? periodEndsAt;
      return { kind: 'open', until: endsWithPeriod ? end : after(end, renewalDays) };
    }
    case 'past due':
      return { kind: 'open', until: after(pastDueSince, graceDays) };
    case 'unpaid':
    case 'ended':
      return { kind: 'closed' };
    default:
      return state satisfies never;
  }
}
