import type { Db } from '../../platform/db.ts';
import { type KeyRing, unseal } from '../../platform/key-ring.ts';
import { readable } from '../mime/split-mail.ts';
import { findEvidence } from '../sql/evidence.ts';
import { evidencePurpose } from './take-feedback.ts';

const longestShown = 60_000;

/** What came in, as text to look at; null when it has been forgotten or the keys do not open it. */
export async function readEvidence(db: Db, keys: KeyRing, id: number): Promise<string | null> {
  const sealed = await findEvidence(db, id);
  const bytes = sealed && unseal(keys, evidencePurpose, sealed);
  return bytes && readable(bytes.subarray(0, longestShown)).replaceAll('\0', '\ufffd');
}
