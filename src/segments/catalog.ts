import { type FieldKind, listCustomFields } from '../audience/custom-fields.ts';
import { listTiers } from '../membership/tiers.ts';
import { listNewsletters } from '../newsletters/newsletter.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { listSentMailings } from './sql/mailings.ts';

export { listSentMailings } from './sql/mailings.ts';

/** What the slugs and numbers of rules can stand for in this newsroom. */
export type Catalog = {
  readonly newsletters: ReadonlyMap<string, number>;
  readonly tiers: ReadonlyMap<string, { readonly id: number; readonly isFree: boolean }>;
  readonly fields: ReadonlyMap<string, FieldKind>;
  readonly mailings: ReadonlySet<number>;
  readonly timeZone: string;
  /** Of the publication: what readers get who have chosen none. */
  readonly language: string;
};

/** Everything that a rule may name. */
export async function readCatalog(db: Db): Promise<Catalog> {
  const [newsletters, tiers, fields, mailings, { timeZone, language }] = await Promise.all([
    listNewsletters(db),
    listTiers(db),
    listCustomFields(db),
    listSentMailings(db, null),
    readPublication(db),
  ]);
  return {
    newsletters: new Map(newsletters.map(({ slug, id }) => [slug, id])),
    tiers: new Map(tiers.map(({ slug, id, rank }) => [slug, { id, isFree: rank === 0 }])),
    fields: new Map(fields.map(({ slug, kind }) => [slug, kind])),
    mailings: new Set(mailings),
    timeZone,
    language,
  };
}
