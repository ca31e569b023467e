import type { ChoiceOption } from '../../../../templates/pages/admin/fields.tsx';
import { listEditionsOfMailings } from '../../../editions/editions.ts';
import type { Db } from '../../../platform/db.ts';
import { listSentMailings } from '../../../segments/catalog.ts';

/** The newest editions that were sent, for rules about who got one. */
export async function readMailingOptions(db: Db): Promise<readonly ChoiceOption[]> {
  const ids = await listSentMailings(db, 100);
  const editions = await listEditionsOfMailings(db, ids);
  return ids.map((id) => ({
    value: String(id),
    text: editions.find(({ mailingId }) => mailingId === id)?.subject ?? `Mailing ${id}`,
  }));
}
