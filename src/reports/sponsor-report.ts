import { z } from 'zod';
import { readTotals } from '../delivery/mailing-totals.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { randomId } from '../platform/random-tokens.ts';
import { readToken, signToken } from '../platform/signed-token.ts';
import { listFigures } from './sql/editions.ts';
import {
  type SponsorLink,
  type SponsorRow,
  findSentChoices,
  findSponsorRow,
  insertSponsorReport,
  listLinksOf,
} from './sql/sponsors.ts';

export {
  type SponsorRow,
  findSentChoices,
  listSentChoices,
  listSponsorRows,
  setSponsorEnded as endSponsorReport,
} from './sql/sponsors.ts';

const purpose = 'sponsor report';
const mostEditions = 50;
const mostLinks = 100;

/** What a person chooses for a sponsor. */
export const sponsorForm = z
  .object({
    sponsor: z
      .string()
      .trim()
      .min(1, 'Please say whom it is for')
      .max(120, 'Please use at most 120 characters')
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'Please keep it on one line'),
    editions: z
      .array(z.string().max(40))
      .min(1, 'Please choose at least one edition')
      .max(mostEditions, `Please choose at most ${mostEditions} editions`),
    hosts: z.array(z.string().max(253)).max(mostLinks),
    urls: z.array(z.string().max(4000)).max(mostLinks),
    days: z.coerce
      .number({ error: 'Please choose how long it is open' })
      .int('Please choose how long it is open')
      .min(1, 'Please choose how long it is open')
      .max(730, 'Please choose at most two years'),
  })
  .refine(({ hosts, urls }) => hosts.length + urls.length > 0, {
    path: ['hosts'],
    message: 'Please choose at least one site or link',
  });

export type SponsorForm = z.infer<typeof sponsorForm>;

/** The host of a web address without `www.`; null for what is none. */
function hostOf(url: string): string | null {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return null;
  }
}

export type LinkChoice = { readonly url: string; readonly words: string };
export type HostChoice = { readonly host: string; readonly links: number };

/** What can be chosen from the links of editions: sites other than our own, and every single link. */
export async function listLinkChoices(
  db: Db,
  mailingIds: readonly number[],
  publicUrl: string,
): Promise<{ readonly hosts: readonly HostChoice[]; readonly links: readonly LinkChoice[] }> {
  const own = hostOf(publicUrl);
  const links = new Map<string, LinkChoice>();
  for (const { url, words } of await listLinksOf(db, mailingIds)) {
    const known = links.get(url);
    // A picture's link has no words, and the headline beside it has.
    if (!known || known.words === '') links.set(url, { url, words });
  }
  const hosts = new Map<string, number>();
  for (const { url } of links.values()) {
    const host = hostOf(url);
    if (host !== null && host !== own) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  return {
    hosts: [...hosts].map(([host, count]) => ({ host, links: count })).toSorted((a, b) => b.links - a.links),
    links: [...links.values()],
  };
}

export type MakeOutcome =
  | { readonly kind: 'made'; readonly publicId: string }
  | { readonly kind: 'not-sent'; readonly missing: number };

/** Makes a report about editions that have left. */
export async function makeSponsorReport(tx: Db, form: SponsorForm, madeBy: string): Promise<MakeOutcome> {
  const found = await findSentChoices(tx, { publicIds: form.editions });
  const missing = new Set(form.editions).size - found.length;
  if (missing > 0) return { kind: 'not-sent', missing };
  const publicId = randomId();
  const { sponsor, hosts, urls, days } = form;
  await insertSponsorReport(tx, {
    publicId,
    sponsor,
    editionIds: found.map(({ id }) => id),
    hosts: [...new Set(hosts)],
    urls: [...new Set(urls)],
    madeBy,
    days,
  });
  return { kind: 'made', publicId };
}

/** The part of the address that opens a report. */
export const sponsorToken = (keys: KeyRing, { id }: Pick<SponsorRow, 'id'>): string =>
  signToken(keys, purpose, [id]);

const isChosen =
  ({ hosts, urls }: SponsorRow) =>
  ({ url }: SponsorLink): boolean => {
    const host = hostOf(url);
    return (
      urls.includes(url) ||
      (host !== null && hosts.some((chosen) => host === chosen || host.endsWith(`.${chosen}`)))
    );
  };

export type SponsorEdition = {
  readonly subject: string;
  readonly newsletter: string;
  readonly releasedAt: Date;
  readonly delivered: number;
  /** Each reader once for each link. */
  readonly clicks: number;
  readonly machines: number;
};

export type SponsorReport = {
  readonly sponsor: string;
  readonly expiresAt: Date;
  readonly editions: readonly SponsorEdition[];
  /** Over all editions, the most followed first. */
  readonly links: ReadonlyArray<LinkChoice & { readonly clicks: number }>;
};

/** What chosen links did. Sums of figures that name nobody: no row of a reader is looked at. */
async function readSponsorReport(db: Db, row: SponsorRow): Promise<SponsorReport> {
  const editions = await findSentChoices(db, { ids: row.editionIds });
  const ids = editions.map(({ mailingId }) => mailingId);
  const [totals, figures, links] = await Promise.all([
    readTotals(db, ids),
    listFigures(db, ids),
    listLinksOf(db, ids),
  ]);
  const chosen = links.filter(isChosen(row));
  const sumOf = (of: readonly SponsorLink[], isPerson: boolean): number => {
    const keys = new Set(of.map(({ mailingId, number }) => `${mailingId}/${number}`));
    return figures
      .filter(
        ({ kind, mailingId, link, reason }) =>
          kind === 'click' && (reason === '') === isPerson && keys.has(`${mailingId}/${link}`),
      )
      .reduce((sum, { readers }) => sum + readers, 0);
  };
  const urls = [...new Set(chosen.map(({ url }) => url))];
  return {
    sponsor: row.sponsor,
    expiresAt: row.expiresAt,
    editions: editions.map(({ mailingId, subject, newsletter, releasedAt }) => {
      const own = chosen.filter((link) => link.mailingId === mailingId);
      return {
        subject,
        newsletter,
        releasedAt,
        delivered: totals.get(mailingId)?.accepted ?? 0,
        clicks: sumOf(own, true),
        machines: sumOf(own, false),
      };
    }),
    links: urls
      .map((url) => {
        const own = chosen.filter((link) => link.url === url);
        const words = own.find((link) => link.words !== '')?.words ?? '';
        return { url, words, clicks: sumOf(own, true) };
      })
      .toSorted((a, b) => b.clicks - a.clicks),
  };
}

export type OpenOutcome =
  | { readonly kind: 'open'; readonly report: SponsorReport }
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/** What the link of a report opens at a moment. */
export async function openSponsorReport(
  db: Db,
  keys: KeyRing,
  token: string,
  now: Date,
): Promise<OpenOutcome> {
  const [id, ...more] = readToken(keys, purpose, token) ?? [];
  const row = id === undefined || more.length > 0 ? null : await findSponsorRow(db, { id });
  if (!row) return { kind: 'unknown' };
  if (row.endedAt !== null || row.expiresAt <= now) return { kind: 'over' };
  return { kind: 'open', report: await readSponsorReport(db, row) };
}
