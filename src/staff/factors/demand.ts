import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Staff } from '../accounts.ts';
import { recordAct } from '../audit.ts';
import { type StaffMailSetting, queueStaffLetter } from '../letters.ts';

/** How long everybody has to set a second factor up, from the demand or from the first day of their account. */
const graceDays = 7;

/**
 * Until when the person of a row of `staff` has to have a second factor; null where nobody asks for one or they have one. A
 * fragment for statements over `staff`.
 */
export const factorDueAt = sql<Date | null>`
  (
    select greatest(rules.demanded_at, staff.created_at) + make_interval(days => ${graceDays}) from staff_rules rules
    where rules.demands_second_factor
      and not exists (select from staff_totp where staff_id = staff.id)
      and not exists (select from staff_passkey where staff_id = staff.id)
  )
`;

/** Whether the owner asks everybody for a second factor. */
export async function demandsSecondFactor(db: Db): Promise<boolean> {
  const { rows } = await sql<{ demands: boolean }>`
    select demands_second_factor as demands from staff_rules
  `.execute(db);
  return rows[0]?.demands ?? false;
}

/** Tells everybody who has none that they have seven days. */
async function announce(tx: Db, setting: StaffMailSetting, actor: Staff): Promise<void> {
  const { rows } = await sql<Pick<Staff, 'address'>>`
    select address from staff where ended_at is null and ${factorDueAt} is not null order by id
  `.execute(tx);
  for (const { address } of rows)
    await queueStaffLetter(tx, setting, {
      kind: 'staff-notice',
      address,
      subject: `Set up a second factor within seven days at ${setting.publication.name}`,
      paragraphs: [
        `${actor.name} asks everybody in the newsroom for a second factor: an app that shows codes, or a passkey. It takes two minutes.`,
        'You have seven days. After that your own account is all that opens until you have one.',
      ],
      link: { words: 'Set one up', url: `${setting.publicUrl}/admin/account` },
    });
}

/**
 * Asks everybody for a second factor, or nobody any more. Said a second time it changes nothing: the seven days go on. The caller
 * rings `deliver-urgent`.
 */
export async function demandSecondFactor(
  db: Db,
  setting: StaffMailSetting | null,
  { demands, actor }: { readonly demands: boolean; readonly actor: Staff },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update staff_rules set demands_second_factor = ${demands},
        demanded_at = case when ${demands} then now() end
      where demands_second_factor <> ${demands}
    `.execute(tx);
    if (numAffectedRows !== 1n) return;
    const action = demands
      ? 'asks everybody for a second factor'
      : 'asks nobody for a second factor any more';
    await recordAct(tx, { actor: actor.name, action });
    if (demands && setting) await announce(tx, setting, actor);
  });
}
