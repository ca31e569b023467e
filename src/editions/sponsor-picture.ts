import type { Db } from '../platform/db.ts';
import type { EditionBlock } from './edition-block.ts';
import { type SaveEditionOutcome, findEdition, saveEdition } from './editions.ts';
import type { Author, Edition } from './sql/editions.ts';

export type SponsorPicture = NonNullable<Extract<EditionBlock, { kind: 'sponsor' }>['picture']>;

type Sponsor = Extract<EditionBlock, { kind: 'sponsor' }>;

/** The sponsor at a place of an edition; null where something else stands, or nothing. */
export function sponsorAt({ blocks }: Pick<Edition, 'blocks'>, at: number): Sponsor | null {
  const block = blocks[at];
  return block?.kind === 'sponsor' ? block : null;
}

/** Gives a sponsor its picture, or takes it away; the blocks must still stand as they did in this version. */
export async function setSponsorPicture(
  db: Db,
  publicId: string,
  { at, version, picture }: { at: number; version: number; picture: SponsorPicture | null },
  by: Author,
): Promise<SaveEditionOutcome> {
  const edition = await findEdition(db, publicId);
  if (!edition) return { kind: 'missing' };
  const sponsor = sponsorAt(edition, at);
  if (!sponsor || edition.version !== version) return { kind: 'conflict', current: edition };
  const { picture: _old, ...bare } = sponsor;
  const block: EditionBlock = picture === null ? bare : { ...bare, picture };
  const { subject, preheader, blocks } = edition;
  return saveEdition(db, publicId, { version, subject, preheader, blocks: blocks.with(at, block) }, by);
}
