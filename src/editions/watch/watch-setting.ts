import { sql } from 'kysely';
import { z } from 'zod';
import { type Address, parseAddress } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';
import { listStaff } from '../../staff/accounts.ts';
import { mayRole } from '../../staff/roles.ts';

/** Where warnings go. */
export type WatchSetting = {
  readonly webhookUrl: string | null;
  readonly recipients: readonly string[];
  /** The mail server they are handed to, past the queue; null: like all other mail. */
  readonly relayId: number | null;
};

/** Where warnings go, as the settings page sends it. */
export const watchForm = z.object({
  webhookUrl: z
    .string()
    .trim()
    .max(500, 'Please use at most 500 characters')
    .refine(
      (url) => url === '' || (URL.canParse(url) && new URL(url).protocol === 'https:'),
      'Please give an address that begins with https://',
    )
    .transform((url) => (url === '' ? null : url)),
  recipients: z
    .string()
    .transform((text) => text.split(/[\s,;]+/).filter((each) => each !== ''))
    .refine((all) => all.length <= 20, 'Please give at most 20 addresses')
    .superRefine((all, context) => {
      const wrong = all.find((each) => !parseAddress(each));
      if (wrong !== undefined)
        context.addIssue({ code: 'custom', message: `“${wrong.slice(0, 80)}” is no e-mail address` });
    }),
  relayId: z.number().int().nullable(),
});

export async function readWatchSetting(db: Db): Promise<WatchSetting> {
  const { rows } = await sql<WatchSetting>`
    select webhook_url as "webhookUrl", recipients, relay_id as "relayId" from watch_setting
  `.execute(db);
  return rows[0] ?? { webhookUrl: null, recipients: [], relayId: null };
}

export async function saveWatchSetting(tx: Db, setting: WatchSetting): Promise<void> {
  await sql`
    insert into watch_setting (webhook_url, recipients, relay_id)
    values (${setting.webhookUrl}, ${[...setting.recipients]}::text[], ${setting.relayId})
    on conflict (id) do update set webhook_url = excluded.webhook_url, recipients = excluded.recipients,
      relay_id = excluded.relay_id
  `.execute(tx);
}

/** Who is warned: those who were named, else everybody who may send. */
export async function listWarned(db: Db, { recipients }: WatchSetting): Promise<readonly Address[]> {
  const named = recipients.flatMap((text) => parseAddress(text) ?? []);
  if (named.length > 0) return named;
  const staff = await listStaff(db);
  return staff
    .filter(({ role }) => mayRole(role, 'send'))
    .flatMap(({ address }) => parseAddress(address) ?? []);
}
