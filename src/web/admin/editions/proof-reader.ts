import type { ProofWidth } from '../../../../templates/pages/admin/editions/proof.tsx';
import type { SampleReader } from '../../../editions/preview-edition.ts';
import { listTiers } from '../../../membership/tiers.ts';
import type { Db } from '../../../platform/db.ts';
import { textOf, textsOf } from '../../form-body.ts';

/** Through whose eyes a proof is seen, as the query of an address or a form says it. */
export type ProofChoice = {
  readonly as: string;
  readonly newsletters: readonly string[];
  readonly width: ProofWidth;
  /** Empty: the publication's own. */
  readonly language: string;
};

/** `newsletters` may be repeated or one text with commas. */
export const readProofChoice = (fields: unknown): ProofChoice => ({
  as: textOf(fields, 'as') || 'free',
  newsletters: textsOf(fields, 'newsletters').flatMap((text) => text.split(',').filter(Boolean)),
  width: textOf(fields, 'width') === '600' ? '600' : '375',
  language: textOf(fields, 'language'),
});

type ProofEyes = Pick<ProofChoice, 'as' | 'newsletters'> & Partial<Pick<ProofChoice, 'language'>>;

/** The same choice as the query of an address. */
export function proofQuery({ as, newsletters, language = '' }: ProofEyes): string {
  const query = new URLSearchParams({ as });
  if (language !== '') query.set('language', language);
  for (const slug of newsletters) query.append('newsletters', slug);
  return query.toString();
}

/** A reader to draw the proof for; an unknown tier sees what a free reader sees. */
export async function sampleReaderOf(
  db: Db,
  { as, newsletters, language }: ProofChoice,
): Promise<SampleReader> {
  const tier = (await listTiers(db)).find(({ slug }) => slug === as);
  return { name: 'Dora', rank: tier?.rank ?? 0, newsletters, language };
}
