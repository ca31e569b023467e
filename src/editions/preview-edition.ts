import { assembleHtml, assembleSubject, assembleText } from '../../templates/email/assemble.ts';
import { escapeHtml } from '../../templates/email/escape-html.ts';
import { decideAccess } from '../membership/access.ts';
import type { Db } from '../platform/db.ts';
import { whyNoMail } from './broken-template.ts';
import type { Gate } from './gates.ts';
import { type Renderable, editionSlots, renderForMailing } from './render-edition.ts';
import { wordsIn } from '../../templates/words/languages.ts';
import { readPublication, spokenTo } from '../newsletters/publication.ts';

/** The reader a preview is made for. */
export type SampleReader = {
  readonly name: string;
  /** The rank of the tier they hold; 0 is free. */
  readonly rank: number;
  /** Slugs of other newsletters they have. */
  readonly newsletters: readonly string[];
  /** What they have chosen to read; what is not offered is as none: the publication's own. */
  readonly language?: string | null | undefined;
};

export type EditionPreview = { readonly subject: string; readonly html: string; readonly text: string };

/** The same rule as the freeze's statement, for one reader in hand. */
export function maskFor(gates: readonly Gate[], reader: SampleReader): bigint {
  const open = gates.filter(
    ({ leastRank, belowRank, unlessHas }) =>
      decideAccess({ isRegistered: true, rank: reader.rank }, { level: 'tier', leastRank }).mayRead &&
      (belowRank === undefined || reader.rank < belowRank) &&
      (unlessHas === null || !reader.newsletters.includes(unlessHas.slug)),
  );
  return open.reduce((mask, { bit }) => mask | (1n << BigInt(bit)), 0n);
}

/** Where no mail can be made, the reason stands in its place. */
const reasonAlone = (subject: string, reason: string): EditionPreview => ({
  subject,
  html: `<!doctype html><html lang="en"><title>No mail</title><p>${escapeHtml(reason)}</p></html>`,
  text: reason,
});

/** Exactly what such a reader will get, with links that lead to pages without effect. */
export async function previewEdition(
  db: Db,
  publicUrl: string,
  edition: Renderable,
  reader: SampleReader,
): Promise<EditionPreview> {
  const noMail = await whyNoMail(db, edition);
  if (noMail !== null) return reasonAlone(edition.subject, noMail);
  const language = spokenTo(await readPublication(db), reader.language ?? null);
  const wording = { language, subject: edition.subject };
  const {
    content: own,
    contents,
    gates,
  } = await renderForMailing(db, publicUrl, edition, new Date(), [wording]);
  const content = contents[0] ?? own;
  const mask = maskFor(gates, reader);
  const { greeting } = wordsIn(language).mails.edition;
  const slots = {
    [editionSlots.greeting]: greeting(reader.name.split(' ')[0] ?? ''),
    [editionSlots.unsubscribe]: `${publicUrl}/unsubscribe/sample`,
    [editionSlots.preferences]: `${publicUrl}/preferences/sample`,
    [editionSlots.poll]: `${publicUrl}/polls/sample`,
  };
  return {
    subject: assembleSubject(content, slots, mask),
    html: assembleHtml(content, slots, mask),
    text: assembleText(content, slots, mask),
  };
}
