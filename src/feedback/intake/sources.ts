import type { Db } from '../../platform/db.ts';
import { type KeyRing, seal, unseal } from '../../platform/key-ring.ts';
import { type SourceRow, readSource, readSources, writeSource } from '../sql/sources.ts';
import type { ProviderName } from './feedback-event.ts';
import type { SourceProof } from './providers/provider.ts';
import type { SourceForm } from './source-form.ts';

export { deleteSource } from '../sql/sources.ts';

const purpose = 'webhook secret';

/** A provider as people see it: its secret never leaves the database but to prove a request. */
export type SourceLine = Omit<SourceRow, 'sealedSecret'> & { readonly hasSecret: boolean };

const lineOf = ({ sealedSecret, ...row }: SourceRow): SourceLine => ({
  ...row,
  hasSecret: sealedSecret !== null,
});

/** The providers that are set up. */
export async function listSources(db: Db): Promise<readonly SourceLine[]> {
  return (await readSources(db)).map(lineOf);
}

/** Null for one that is not set up. */
export async function findSource(db: Db, provider: ProviderName): Promise<SourceLine | null> {
  const row = await readSource(db, provider);
  return row && lineOf(row);
}

/** Sets a provider up, or changes it; an empty secret keeps the one that is there. It counts from the next request on. */
export async function saveSource(
  db: Db,
  keys: KeyRing,
  provider: ProviderName,
  form: SourceForm,
): Promise<void> {
  await writeSource(db, {
    provider,
    username: form.username,
    topics: form.topics,
    isOn: form.isOn,
    sealedSecret: form.secret === '' ? null : seal(keys, purpose, Buffer.from(form.secret)),
  });
}

/** What proves this provider; null when it is off or not set up. @throws when the secret cannot be opened */
export async function findProof(db: Db, keys: KeyRing, provider: ProviderName): Promise<SourceProof | null> {
  const row = await readSource(db, provider);
  if (!row?.isOn) return null;
  const secret = row.sealedSecret && unseal(keys, purpose, row.sealedSecret);
  if (row.sealedSecret && !secret) throw new Error(`the secret of ${provider} cannot be opened`);
  return { username: row.username, topics: row.topics, secret: secret?.toString('utf8') ?? '' };
}
