import type { Db } from '../../platform/db.ts';
import { type MailLink, listLinks, numberLinks } from '../sql/links.ts';
import { lockMailings } from '../sql/reactions.ts';

export type { MailLink } from '../sql/links.ts';

/**
 * Writes down where the links of a mailing lead and gives each a number, by place. A mail that is rendered again, after a
 * crash or corrected, finds the numbers of the links it has kept.
 */
export const registerLinks = (
  db: Db,
  mailingId: number,
  links: readonly MailLink[],
): Promise<ReadonlyMap<number, number>> =>
  db.transaction().execute(async (tx) => {
    await lockMailings(tx, [mailingId]);
    return numberLinks(tx, mailingId, links);
  });

/** Says where the links of mailings lead; asks the database once for each mailing. */
export type LinkTargets = {
  /** Null for a number the mailing does not have. */
  readonly find: (mailingId: number, number: number) => Promise<string | null>;
};

type Kept = { readonly urls: ReadonlyMap<number, string>; readonly readAt: number };

const mostKept = 200;
/** A correction adds links to a mailing that is known already; a made-up number asks no more often than this. */
const askAgainMs = 5000;

export function createLinkTargets(db: Db): LinkTargets {
  const kept = new Map<number, Promise<Kept>>();

  const read = async (mailingId: number): Promise<Kept> => {
    const links = await listLinks(db, mailingId);
    // As a header may carry it: percent-encoded, whatever letters it was written with.
    return { urls: new Map(links.map(({ number, url }) => [number, new URL(url).href])), readAt: Date.now() };
  };

  function ask(mailingId: number): Promise<Kept> {
    const oldest = kept.keys().next();
    if (kept.size >= mostKept && !oldest.done) kept.delete(oldest.value);
    const asked = read(mailingId);
    kept.set(mailingId, asked);
    asked.catch(() => kept.delete(mailingId));
    return asked;
  }

  return {
    async find(mailingId, number) {
      const known = await (kept.get(mailingId) ?? ask(mailingId));
      const url = known.urls.get(number);
      if (url !== undefined || Date.now() - known.readAt < askAgainMs) return url ?? null;
      return (await ask(mailingId)).urls.get(number) ?? null;
    },
  };
}
