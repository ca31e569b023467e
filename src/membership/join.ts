import { sql } from 'kysely';
import { chooseForSignUp, type ChooseForm, type ChooseOutcome } from '../audience/choose-for-sign-up.ts';
import {
  type ConfirmBy,
  type ConfirmOutcome,
  type Confirmed,
  confirmSignUp,
} from '../audience/confirm-sign-up.ts';
import {
  type AudienceSetting,
  type FieldProblem,
  type SignUpForm,
  type SignUpOutcome,
  signUp,
} from '../audience/sign-up.ts';
import type { Db } from '../platform/db.ts';
import { takeSeatByDomain } from './groups.ts';
import { type Tier, findTier } from './tiers.ts';

const unknownTier: FieldProblem = {
  kind: 'refused',
  field: 'tier',
  why: 'badTier',
};

/** The one path for a sign-up that may also name a tier. The tier waits, with the rest, for the confirmation. */
export async function join(db: Db, setting: AudienceSetting, form: SignUpForm): Promise<SignUpOutcome> {
  if (form.tier && !(await findTier(db, form.tier))) return unknownTier;
  return signUp(db, setting, form);
}

/** The next step of a sign-up, with its tier. */
export async function chooseForJoin(
  db: Db,
  setting: AudienceSetting,
  ref: string,
  form: ChooseForm,
): Promise<ChooseOutcome> {
  if (form.tier && !(await findTier(db, form.tier))) return unknownTier;
  return chooseForSignUp(db, setting, ref, form);
}

export type ConfirmJoinOutcome =
  | (Confirmed & {
      /** A paid tier that was asked for: the newsroom writes about payment. */ readonly requestedTier: Tier | null;
    })
  | Exclude<ConfirmOutcome, Confirmed>;

async function requestTier(tx: Db, confirmed: Confirmed): Promise<Tier | null> {
  const tier = confirmed.tier === null ? null : await findTier(tx, confirmed.tier);
  if (!tier || tier.rank === 0) return null;
  await sql`
    insert into tier_request (subscriber_id, tier_id, form, article_slug)
    values (${confirmed.subscriberId}, ${tier.id}, ${confirmed.form}, ${confirmed.articleSlug})
    on conflict (subscriber_id) where answered_at is null do update set tier_id = excluded.tier_id, asked_at = now()
  `.execute(tx);
  return tier;
}

/** Confirms a sign-up and, in the same transaction, asks for the paid tier it named. Free needs nothing. */
export function confirmJoin(db: Db, setting: AudienceSetting, by: ConfirmBy): Promise<ConfirmJoinOutcome> {
  return db.transaction().execute(async (tx) => {
    const outcome = await confirmSignUp(tx, setting, by);
    if (outcome.kind === 'confirmed') await takeSeatByDomain(tx, outcome.addressKey, outcome.subscriberId);
    return outcome.kind === 'confirmed'
      ? { ...outcome, requestedTier: await requestTier(tx, outcome) }
      : outcome;
  });
}
